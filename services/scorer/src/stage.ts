import { reset } from "@presage/baseline";
import {
  alarms,
  type Failure,
  features,
  feedback,
  type Feedback,
  type FeatureWindow,
  type ModelReference,
  predictions,
  type Prediction,
  toAlarm,
} from "@presage/contracts";
import type { ModelInput, Scores } from "@presage/model";
import { output, type FoldStage, type Output } from "@presage/stream";
import { type Commissioning, type Condition, UNKNOWN } from "./condition.ts";
import { type DecisionRule, decide, type LifeCycle, QUIET } from "./decision.ts";
import { explain } from "./explain.ts";
import { predict } from "./predict.ts";
import type { AbsoluteLimits } from "./rules.ts";

/** A model that is ready to score, and how its scores are decided on. */
export interface LiveModel {
  readonly reference: ModelReference;
  readonly rule: DecisionRule;
  readonly inputs: readonly ModelInput[];
  /** Hours, or a share of the asset's age. */
  readonly horizon: { readonly hours: number } | { readonly share: number };
  /** Scores `count` rows of `inputs.length` values each, row after row. */
  score(rows: Float32Array, count: number): Promise<Scores>;
}

/** Windows that a model is asked of in one call. */
export interface Batch {
  /** Standardised inputs, row after row. */
  readonly rows: Float32Array;
  /** The asset of each row. */
  readonly keys: readonly string[];
}

export interface ScorerSettings {
  /** The model that is live for an asset. It is asked for before each batch, so that a model is exchanged between two of them. */
  readonly modelOf: (key: string) => LiveModel;
  /** The model that judges an asset's windows in shadow, if one does. */
  readonly challengerOf?: (key: string) => LiveModel | undefined;
  /** Lets a model score a batch; whoever runs the stage can look on here. */
  readonly score?: (model: LiveModel, batch: Batch) => Promise<Scores>;
  readonly limitsOf: (key: string) => AbsoluteLimits;
  readonly commissioningOf: (key: string) => Commissioning;
}

/** What is kept of an asset between windows. */
export interface AssetState {
  readonly condition: Condition;
  readonly life: LifeCycle;
}

/** A window's prediction, the asset's condition with that window, the model that was asked, and its row if it was scored. */
export interface Judgement {
  readonly model: LiveModel;
  readonly prediction: Prediction;
  readonly condition: Condition;
  readonly row: Float32Array | null;
}

export type ScorerStage = FoldStage<FeatureWindow, Judgement, AssetState, Feedback>;

/**
 * Judges windows against the asset's own baseline, scores them and decides on failures. A poll's windows are scored in one call of
 * each model, across assets; each gives one prediction, and a failure's next revision if there is one. A challenger's scores are in the
 * predictions, and nothing follows from them.
 */
export function scorerStage(settings: ScorerSettings): ScorerStage {
  return {
    name: "scorer",
    input: features,
    initial: { condition: UNKNOWN, life: QUIET },
    control: {
      input: feedback,
      step: (state, { value }) =>
        value.action === "reset-baseline"
          ? { ...state, condition: { ...UNKNOWN, baseline: reset(state.condition.baseline) } }
          : state,
    },
    // What an older version has written may lack members.
    prepare: (messages, stateOf) =>
      predict(messages, (key) => ({ ...UNKNOWN, ...stateOf(key).condition }), settings),
    step(before, { key, time, value }) {
      const { prediction, condition, model, row } = value;
      const [life, failure] = decide({ ...QUIET, ...before.life }, key, prediction, model.rule);
      const state = { condition, life };
      const predicted = output(predictions, { key, time, value: prediction });
      if (failure === null) return [state, [predicted]];
      const told = (explained: Failure): [AssetState, Output[]] => [
        state,
        [predicted, output(alarms, toAlarm({ key, time, value: explained }))],
      ];
      if (row === null) return told(failure);
      return explain(row, model).then(
        (explanation) => told({ ...failure, ...explanation }),
        // A model that throws is no reason to say nothing: what it has opened is told without an explanation.
        () => told(failure),
      );
    },
  };
}
