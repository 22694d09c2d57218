import { type Drift, driftOf, type RowSample, type Scores } from "@presage/model";
import { collectRows } from "./row-collector.ts";
import type { Batch, LiveModel } from "./stage.ts";

/** What a model must keep to while it is live. */
export interface HealthLimits {
  /** How long the scoring of 256 windows may take, ms. */
  readonly latencyBudget: number;
  /** Population stability index over chance from which an input is too far from the training data; 0: none is. */
  readonly driftLimit: number;
}

/** Why a model must not go on. */
export interface Fault {
  readonly cause: "not-finite" | "too-slow" | "drift";
  /** In words. */
  readonly message: string;
  /** What it was asked of when its inputs had drifted. */
  readonly sample?: RowSample;
}

export interface Health {
  /** Takes what the model made of a batch. Gives what is wrong with it, once. */
  look(batch: Batch, scores: Scores, milliseconds: number): Fault | null;
}

/** A pause of the process is no fault of the model: so many of the last batches must be over the budget. */
const BATCHES = 20;
const SLOW_BATCHES = 10;

/** What the budget is for. */
const BUDGET_WINDOWS = 256;

/** A shift may start as no other does: drift must hold for so many periods. */
const DRIFTED_PERIODS = 3;

/** How far an input is beyond what chance does. */
export const excess = ({ index, chance }: Drift): number => index - chance;

/** The input that has drifted furthest; undefined without any. */
export const furthest = (drifts: readonly Drift[]): Drift | undefined =>
  drifts.toSorted((a, b) => excess(b) - excess(a))[0];

/** Looks after one model while it is asked. `onDrift` is told the drift of its inputs after each period. */
export function watchHealth(
  { inputs }: LiveModel,
  { latencyBudget, driftLimit }: HealthLimits,
  onDrift: (drifts: readonly Drift[]) => void,
): Health {
  const collector = collectRows(inputs.length);
  let slow: boolean[] = [];
  let drifted = 0;
  let isTold = false;

  function drift(batch: Batch): Fault | null {
    const sample = collector.add(batch);
    if (sample === null) return null;
    const drifts = driftOf(inputs, sample);
    onDrift(drifts);
    const worst = furthest(drifts);
    const isFar = driftLimit > 0 && worst !== undefined && excess(worst) >= driftLimit;
    drifted = isFar ? drifted + 1 : 0;
    if (worst === undefined || drifted < DRIFTED_PERIODS) return null;
    const message = `its input ${worst.feature} is far from the training data: stability index ${worst.index.toFixed(2)}`;
    return { cause: "drift", message, sample };
  }

  function look(batch: Batch, { risks }: Scores, milliseconds: number): Fault | null {
    if (!risks.every(Number.isFinite))
      return { cause: "not-finite", message: "it gave a risk that is not finite" };
    const allowed = latencyBudget * Math.max(1, batch.keys.length / BUDGET_WINDOWS);
    slow = [...slow, milliseconds > allowed].slice(-BATCHES);
    if (slow.filter(Boolean).length < SLOW_BATCHES) return drift(batch);
    const message = `${SLOW_BATCHES} of its last ${slow.length} batches were over the budget of ${latencyBudget} ms for ${BUDGET_WINDOWS} windows`;
    return { cause: "too-slow", message };
  }

  return {
    look(batch, scores, milliseconds) {
      const fault = look(batch, scores, milliseconds);
      if (fault === null || isTold) return null;
      isTold = true;
      return fault;
    },
  };
}
