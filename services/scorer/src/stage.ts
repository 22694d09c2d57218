import {
  alarms,
  features,
  type FeatureWindow,
  type Message,
  type ModelReference,
  predictions,
  type Prediction,
  toAlarm,
} from "@presage/contracts";
import { drivers, modelInput, type ModelInput } from "@presage/model";
import { output, type FoldStage } from "@presage/stream";
import { type DecisionRule, decide, type LifeCycle, QUIET } from "./decision.ts";
import { unfit } from "./quality.ts";
import { type AbsoluteLimits, passedLimits, worstZone } from "./rules.ts";

/** A model that is ready to score. */
export interface LiveModel {
  readonly reference: ModelReference;
  readonly inputs: readonly ModelInput[];
  readonly horizonHours: number;
  /** Risks in [0, 1] of `count` rows of `inputs.length` values each, row after row. */
  score(rows: Float32Array, count: number): Float32Array;
}

export interface ScorerSettings {
  readonly model: LiveModel;
  readonly rule: DecisionRule;
  readonly limitsOf: (key: string) => AbsoluteLimits;
}

/** How many drivers a prediction names. */
const DRIVERS = 5;

/**
 * Scores windows and decides on failures. A poll's windows are scored in one call of the model, across assets; each
 * window gives one prediction, and a failure's next revision if there is one.
 */
export function scorerStage(settings: ScorerSettings): FoldStage<FeatureWindow, Prediction, LifeCycle> {
  const { model, rule, limitsOf } = settings;
  return {
    name: "scorer",
    input: features,
    initial: QUIET,
    prepare: (messages) => predict(messages, model, limitsOf),
    step(state, { key, time, value }) {
      const [next, failure] = decide(state, key, value, rule);
      const outputs = [output(predictions, { key, time, value })];
      return [
        next,
        failure === null ? outputs : [...outputs, output(alarms, toAlarm({ key, time, value: failure }))],
      ];
    },
  };
}

/** Predictions of the windows, in their order. */
export function predict(
  messages: readonly Message<FeatureWindow>[],
  model: LiveModel,
  limitsOf: (key: string) => AbsoluteLimits,
): Message<Prediction>[] {
  const width = model.inputs.length;
  const rows = new Float32Array(messages.length * width);
  const reasons: (string | null)[] = [];
  let count = 0;
  for (const { value } of messages) {
    const input = modelInput(value, model.inputs);
    const reason = unfit(value) ?? tooLittle(input.missing.length, width);
    reasons.push(reason);
    if (reason === null) rows.set(input.row, count++ * width);
  }
  const risks = count === 0 ? new Float32Array(0) : model.score(rows.subarray(0, count * width), count);
  let scored = 0;
  return messages.map(({ key, time, value }, i) => {
    const reason = reasons[i] ?? null;
    const risk = reason === null ? (risks[scored++] ?? NaN) : null;
    const usable = risk !== null && Number.isFinite(risk);
    const zone = worstZone(value);
    const prediction: Prediction = {
      start: value.start,
      end: value.end,
      closedAt: value.closedAt,
      risk: usable ? risk : null,
      ...(usable ? {} : { notScored: reason ?? "the model gave no finite risk" }),
      horizonHours: model.horizonHours,
      ...(zone && { zone }),
      rules: passedLimits(value, limitsOf(key)),
      drivers: usable ? drivers(value, model.inputs, DRIVERS) : [],
      ...(usable && { model: model.reference }),
    };
    return { key, time, value: prediction };
  });
}

/** A model copes with some missing inputs, as those of an unknown bearing; of a guess from less than half it knows nothing. */
const tooLittle = (missing: number, all: number): string | null =>
  missing * 2 > all ? `${missing} of the model's ${all} inputs are missing` : null;
