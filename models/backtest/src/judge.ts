import type { Failure, FeatureWindow, ModelReference, Prediction } from "@presage/contracts";
import { type ModelPackage, openScorer } from "@presage/model";
import { type AbsoluteLimits, decide, type DecisionRule, QUIET, scorerStage } from "@presage/scorer";
import { foldTask, type Task } from "@presage/stream";

/** What judges windows in a backtest: the scorer stage of the service, with one model. */
export interface Judge {
  readonly reference: ModelReference;
  readonly horizonHours: number;
  readonly rule: DecisionRule;
  /** Names of the recordings that the model was trained on; null if its manifest does not say. */
  readonly trainedOn: readonly string[] | null;
  /** The work of a new scorer, which has seen nothing yet. */
  start(): Task;
  /** What would be decided on the risk alone, as if no absolute limit were there: revisions of an asset's failures, in order. */
  decideAlone(predictions: readonly Prediction[]): Failure[];
  /** Gives the network's memory back. */
  close(): void;
}

export interface JudgeSettings {
  /** Overrides the model's own decision rule, as in the service. */
  readonly decision?: { readonly [K in keyof DecisionRule]?: DecisionRule[K] | undefined };
  readonly limits?: AbsoluteLimits;
}

/** What holds in the service where nothing is configured. */
const QUIET_TIME_MS = 60_000;
const LIMITS: AbsoluteLimits = { temperature: 95 };

/**
 * Opens a model package as the scorer service does. Here, and nowhere else in this package, a model becomes a stage.
 * Throws `MODEL_INVALID`.
 */
export async function openJudge(made: ModelPackage, settings: JudgeSettings = {}): Promise<Judge> {
  const { manifest, digest } = made;
  const scorer = await openScorer(made);
  const reference = { name: manifest.name, version: manifest.version, digest };
  const { horizonHours } = manifest.outputs;
  const overrides = Object.entries(settings.decision ?? {}).filter(([, value]) => value !== undefined);
  const rule: DecisionRule = {
    ...manifest.decision,
    quietTime: QUIET_TIME_MS,
    ...(Object.fromEntries(overrides) as Partial<DecisionRule>),
  };
  const stage = scorerStage({
    model: { reference, inputs: manifest.inputs, horizonHours, score: (rows, n) => scorer.score(rows, n) },
    rule,
    limitsOf: () => settings.limits ?? LIMITS,
  });
  return {
    reference,
    horizonHours,
    rule,
    trainedOn: namesOf(manifest.training["recordings"]),
    start: () => foldTask<FeatureWindow, Prediction, (typeof stage)["initial"]>(stage, new Map()),
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
