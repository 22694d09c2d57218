import {
  type AssetBaseline,
  type Baselines,
  deviations,
  follow,
  type History,
  INDICATOR_NAMES,
  learn,
  NO_HISTORY,
  operatingState,
  type OperatingStates,
  UNLEARNED,
} from "@presage/baseline";
import type { Evidence, FeatureWindow, Prediction } from "@presage/contracts";
import { followImpacts, type Impacts } from "./impacts.ts";
import { type ModeScores, rankModes, smoothModes } from "./mode-scores.ts";
import { failureModes } from "./modes.ts";
import { type Process, STEADY } from "./off-baseline.ts";
import { unfit } from "./quality.ts";

/** How an asset's baseline is learned. */
export interface Commissioning {
  /** Healthy windows of each sensor in each operating state. */
  readonly windows: number;
  readonly states?: OperatingStates | undefined;
  /** The sensor of the shaft's speed: it says how the machine is run, not how it is. */
  readonly speedSensor?: string | undefined;
}

/** What is known of an asset's condition: what it is like when healthy, and how far it has been from that of late. */
export interface Condition {
  readonly baseline: AssetBaseline;
  readonly history: History;
  /** Evidence of failure modes, smoothed over windows. */
  readonly modes: ModeScores;
  /** Whether vibration was ever heard of it: then it is judged by that. */
  readonly vibrates: boolean;
  readonly impacts: Impacts;
  /** Of the slow sensors of an asset without vibration. */
  readonly process: Process;
}

export const UNKNOWN: Condition = {
  baseline: UNLEARNED,
  history: NO_HISTORY,
  modes: {},
  vibrates: false,
  impacts: [],
  process: STEADY,
};

/** A window beside the asset's baseline. */
export interface Observation {
  readonly condition: Condition;
  /** Baselines of the window's operating state, before it was learned from. */
  readonly baselines: Baselines;
  /** Indicators (`quantity.feature`) of which this window itself has a deviation; the history has those of windows before it, too. */
  readonly judged: ReadonlySet<string>;
  readonly status: NonNullable<Prediction["baseline"]>;
  /** Failure modes for which there is evidence, most likely first. */
  readonly modes: readonly Evidence[];
  /** Why the window must not be scored, or null. */
  readonly reason: string | null;
}

/** Baselines of the window's operating state, by sensor. */
export const baselinesFor = (
  { baseline }: Condition,
  window: FeatureWindow,
  { states }: Commissioning,
): Baselines => baseline.states[operatingState(window, states)] ?? {};

/**
 * Takes an asset's next window: judges it by the baselines that are frozen, and learns those that are not from it while the
 * asset is healthy.
 */
export function observe(
  condition: Condition,
  window: FeatureWindow,
  isHealthy: boolean,
  commissioning: Commissioning,
): Observation {
  const state = operatingState(window, commissioning.states);
  const baselines = baselinesFor(condition, window, commissioning);
  const reason = unfit(window);
  if (reason !== null) {
    const status = statusOf(condition.baseline, state, window);
    return { condition, baselines, judged: new Set(), status, modes: [], reason };
  }
  const now = deviations(window, baselines);
  const judged = new Set(INDICATOR_NAMES.filter((_, i) => now[i] !== null));
  const history = follow(condition.history, now);
  const impacts = followImpacts(condition.impacts, now);
  const found = failureModes(window, baselines);
  const hasVibration = Object.values(window.sensors).some(({ quantity }) => quantity === "acceleration");
  const vibrates = condition.vibrates || hasVibration;
  // A window without the vibration of a machine that has some shows half of the signs only.
  const modes = vibrates === hasVibration ? smoothModes(condition.modes, found) : condition.modes;
  const baseline = isHealthy
    ? learn(condition.baseline, state, window, commissioning.windows)
    : condition.baseline;
  const status = statusOf(baseline, state, window);
  const next = { ...condition, baseline, history, modes, vibrates, impacts };
  return { condition: next, baselines, judged, status, modes: rankModes(modes, found), reason: null };
}

/** The baseline of the sensors that were heard in the window: as far as the least known of them. */
function statusOf(
  { version, states }: AssetBaseline,
  state: string,
  { sensors }: FeatureWindow,
): Observation["status"] {
  const heard = Object.keys(sensors).map((sensor) => states[state]?.[sensor]);
  return {
    version,
    frozen: heard.every((baseline) => baseline?.norms !== undefined),
    windows: heard.length === 0 ? 0 : Math.min(...heard.map((baseline) => baseline?.windows ?? 0)),
    state,
  };
}
