import { type FailureMode, type LABELS, PresageError } from "@presage/contracts";
import { type FeedbackOptions, say } from "../process/feedback.ts";

/** Tells a running Presage that an asset is another machine now, so that its baseline is learned anew. */
export const resetBaseline = (asset: string, options: FeedbackOptions): Promise<void> =>
  say(
    asset,
    { action: "reset-baseline" },
    `the baseline of ${asset} is learned anew from its next healthy windows`,
    options,
  );

export interface LabelOptions extends FeedbackOptions {
  readonly mode?: FailureMode;
  /** Id of the predicted failure that is meant. */
  readonly failure?: string;
  /** When the machine failed or was looked at, ISO 8601. */
  readonly at?: Date;
}

/** Tells a running Presage what was found of an asset: that is what its predictions are measured by. */
export function label(
  asset: string,
  action: (typeof LABELS)[number],
  { mode, failure, at, ...options }: LabelOptions,
): Promise<void> {
  if (mode !== undefined && action !== "confirmed")
    throw new PresageError("CONFIG_INVALID", `--mode belongs to confirmed, not to ${action}`);
  const said = {
    action,
    ...(mode !== undefined && { mode }),
    ...(failure !== undefined && { failure }),
    ...(at !== undefined && { occurredAt: at.getTime() }),
  };
  return say(asset, said, `${asset} is labelled ${action}${mode === undefined ? "" : `: ${mode}`}`, options);
}
