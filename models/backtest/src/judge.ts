import type { Failure, Feedback, FeatureWindow, ModelReference, Prediction } from "@presage/contracts";
import { type ModelPackage, openScorer } from "@presage/model";
import {
  type AbsoluteLimits,
  decide,
  type DecisionRule,
  type DecisionSettings,
  DEFAULTS,
  type Judgement,
  liveModel,
  QUIET,
  scorerStage,
} from "@presage/scorer";
import { foldTask, type Task } from "@presage/stream";

/** What judges windows in a backtest: the scorer stage of the service, with one model. */
export interface Judge {
  readonly reference: ModelReference;
  /** In words. */
  readonly horizon: string;
  readonly rule: DecisionRule;
  /** Names of the recordings that the model was trained on; null if its manifest does not say. */
  readonly trainedOn: readonly string[] | null;
  /** The work of a new scorer, which has seen nothing yet. */
  start(): Task;
  /** What would be decided on the risk alone, as if no limit were there: revisions of an asset's failures, in order. */
  decideAlone(predictions: readonly Prediction[]): Failure[];
  /** Gives the network's memory back. */
  close(): void;
}

/** As in the configuration of the service; by default its defaults. */
export interface JudgeSettings {
  readonly decision?: DecisionSettings;
  readonly limits?: AbsoluteLimits;
  /** Windows that a baseline is learned from. */
  readonly commissioning?: number;
}

/** What a machine may reach is not in its recording. */
const LIMITS: AbsoluteLimits = {};

/**
 * Opens a model package as the scorer service does. Here, and nowhere else in this package, a model becomes a stage.
 * Throws what `openScorer` does.
 */
export async function openJudge(made: ModelPackage, settings: JudgeSettings = {}): Promise<Judge> {
  const {
    decision = DEFAULTS.decision,
    limits = LIMITS,
    commissioning = DEFAULTS.commissioning.windows,
  } = settings;
  const scorer = await openScorer(made);
  const model = liveModel(made, scorer, decision);
  const { reference, horizon, rule } = model;
  const stage = scorerStage({
    modelOf: () => model,
    limitsOf: () => limits,
    commissioningOf: () => ({ windows: commissioning }),
  });
  return {
    reference,
    horizon: "hours" in horizon ? `${horizon.hours} h` : `${100 * horizon.share} % of its age`,
    rule,
    trainedOn: namesOf(made.manifest.training["recordings"]),
    start: () => foldTask<FeatureWindow, Judgement, typeof stage.initial, Feedback>(stage, new Map()),
    decideAlone(predictions) {
      let state = QUIET;
      return predictions.flatMap((prediction) => {
        const [next, failure] = decide(state, "alone", { ...prediction, rules: [] }, rule);
        state = next;
        return failure ?? [];
      });
    },
    close: () => scorer.close(),
  };
}

/** The comma separated names of a manifest's entry, none if it is empty; null if there is no such entry. */
const namesOf = (entry: string | number | undefined): string[] | null =>
  entry === undefined
    ? null
    : String(entry)
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "");
