import { userInfo } from "node:os";
import { hasCode, PresageError } from "@presage/contracts";
import { type Roles, titleOf } from "@presage/registry";
import { type Assigned, assignModel, type Order } from "../process/assign-model.ts";
import { compareFromLog } from "../process/compare-from-log.ts";
import { type ModelOptions, print, withRegistry } from "../process/registry.ts";

export interface ActOptions extends ModelOptions {
  /** Class of assets; by default that of assets without one. */
  readonly class?: string;
  /** Who says so; by default the user's name on this machine. */
  readonly by?: string;
  readonly comment?: string;
}

export interface PromoteOptions extends ActOptions {
  /** Also if it does worse than the champion by what was found of the machines. */
  readonly force?: boolean;
}

/** Makes a model of the registry live for a class of assets. Throws `MODEL_WORSE` if it did worse in shadow. */
export const promoteModel = (wanted: string, options: PromoteOptions): Promise<void> =>
  assign(options, { action: "promote", wanted, force: options.force });

/** Makes the champion before the last one live again. */
export const rollbackModel = (options: ActOptions): Promise<void> => assign(options, { action: "rollback" });

/** Lets a model of the registry judge a class of assets in shadow, beside the one that is live. */
export const shadowModel = (wanted: string, options: ActOptions): Promise<void> =>
  assign(options, { action: "shadow", wanted });

/** Takes the model that is in shadow out of it. */
export const withdrawModel = (options: ActOptions): Promise<void> => assign(options, { action: "withdraw" });

async function assign(options: ActOptions, order: Pick<Order, "action" | "wanted" | "force">): Promise<void> {
  const { by = userInfo().username, comment } = options;
  const act = { by, at: Date.now(), ...(comment !== undefined && { comment }) };
  const [assigned, changed] = await withRegistry(options, async (registry, config) => {
    const { class: assetClass = config.defaults.class } = options;
    const made = await assignModel(
      registry,
      config,
      { ...order, assetClass, act },
      (champion, challenger, range) => compareFromLog(registry, config, champion, challenger, range),
    ).catch(withHint);
    return [{ class: assetClass, ...made.roles }, made.changed] as const;
  });
  print(options, assigned, `${changed ? "" : "nothing to do: "}${rolesText(assigned)}\n`);
}

function withHint(error: unknown): Assigned {
  if (!hasCode(error, "MODEL_WORSE")) throw error;
  throw new PresageError(
    "MODEL_WORSE",
    `${error.message}; presage model compare shows more, --force promotes it all the same`,
  );
}

function rolesText({ class: assetClass, champion, previous, challenger }: Roles & { class: string }): string {
  const before = previous === undefined ? "" : `, before it ${titleOf(previous)}`;
  const beside = challenger === undefined ? "" : `, in shadow ${titleOf(challenger)}`;
  return `${titleOf(champion)} is live for ${assetClass}${before}${beside}`;
}
