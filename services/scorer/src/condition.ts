import {
  type AssetBaseline,
  type Baseline,
  deviations,
  follow,
  type History,
  learn,
  NO_HISTORY,
  operatingState,
  type OperatingStates,
  UNLEARNED,
} from "@presage/baseline";
import type { Evidence, FeatureWindow, Prediction } from "@presage/contracts";
import { failureModes, type ModeScores, rankModes, smoothModes } from "./modes.ts";
import { unfit } from "./quality.ts";

/** How an asset's baseline is learned. */
export interface Commissioning {
  /** Healthy windows of each operating state. */
  readonly windows: number;
  readonly states?: OperatingStates | undefined;
}

/** What is known of an asset's condition: what it is like when healthy, and how far it has been from that of late. */
export interface Condition {
  readonly baseline: AssetBaseline;
  readonly history: History;
  /** Evidence of failure modes, smoothed over windows. */
  readonly modes: ModeScores;
}

export const UNKNOWN: Condition = { baseline: UNLEARNED, history: NO_HISTORY, modes: {} };

/** A window beside the asset's baseline. */
export interface Observation {
  readonly condition: Condition;
  /** The frozen baseline of the window's operating state. */
  readonly baseline?: Baseline;
  readonly status: NonNullable<Prediction["baseline"]>;
  /** Failure modes for which there is evidence, most likely first. */
  readonly modes: readonly Evidence[];
  /** Why the window must not be scored, or null. */
  readonly reason: string | null;
}

/** Takes an asset's next window: learns from it while the asset is commissioned and healthy, and judges it from then on. */
export function observe(
  condition: Condition,
  window: FeatureWindow,
  isHealthy: boolean,
  { windows, states }: Commissioning,
): Observation {
  const state = operatingState(window, states);
  const before = condition.baseline.states[state];
  const fault = unfit(window);
  if (fault !== null)
    return { condition, status: statusOf(condition.baseline, state), modes: [], reason: fault };
  const found = failureModes(window, before?.norms === undefined ? undefined : before);
  const scores = smoothModes(condition.modes, found);
  const modes = rankModes(scores, found);
  if (before?.norms === undefined) {
    const baseline = isHealthy ? learn(condition.baseline, state, window, windows) : condition.baseline;
    const reason = "the baseline is being learned";
    const next = { ...condition, baseline, modes: scores };
    return { condition: next, status: statusOf(baseline, state), modes, reason };
  }
  const history = follow(condition.history, deviations(window, before));
  const next = { ...condition, history, modes: scores };
  return { condition: next, baseline: before, status: statusOf(next.baseline, state), modes, reason: null };
}

function statusOf({ version, states }: AssetBaseline, state: string): Observation["status"] {
  const { windows = 0, norms } = states[state] ?? {};
  return { version, frozen: norms !== undefined, windows, state };
}
