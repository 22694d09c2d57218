import { deviation } from "@presage/baseline";
import { type GoldenCase, inputRow, type ModelInput } from "@presage/model";
import { DEFAULTS, observe, UNKNOWN } from "@presage/scorer";
import { INPUT_NAMES } from "./inputs.ts";
import type { Life } from "./life.ts";

/** One window as the model sees it, and what came of the machine afterwards. */
export interface Row {
  /** Deviations from the machine's baseline, by the inputs' names. */
  readonly features: GoldenCase["features"];
  /** Remaining life as a share of the age; of a machine that did not fail, what was seen of it: it was more. */
  readonly remaining: number;
  readonly failed: boolean;
  /** Age as a share of the age at failure, or at the end. */
  readonly share: number;
}

/** Rows of a life's windows, from when its baseline is learned: made as the scorer makes them. */
export function rowsOf({ windows, states, failure }: Life): Row[] {
  const rows: Row[] = [];
  const end = failure ?? windows.at(-1)?.end ?? NaN;
  let condition = UNKNOWN;
  for (const window of windows) {
    const observed = observe(condition, window, true, { ...DEFAULTS.commissioning, states });
    condition = observed.condition;
    const { since } = condition.baseline;
    // What the scorer would not score is not learned from: no baseline of its state yet, or no vibration in it.
    if (!observed.judged.has("acceleration.rms") || since === null || window.end >= end) continue;
    const values = INPUT_NAMES.map((name) => [name, deviation(condition.history, name)] as const);
    rows.push({
      features: Object.fromEntries(
        values.filter((entry): entry is [string, number] => entry[1] !== undefined),
      ),
      remaining: (end - window.end) / (window.end - since),
      failed: failure !== null,
      share: (window.end - since) / (end - since),
    });
  }
  return rows;
}

/** The rows' inputs, one after the other. */
export function inputsOf(rows: readonly Row[], inputs: readonly ModelInput[]): Float32Array {
  const values = new Float32Array(rows.length * inputs.length);
  rows.forEach(({ features }, i) =>
    values.set(inputRow((name) => features[name], inputs).row, i * inputs.length),
  );
  return values;
}
