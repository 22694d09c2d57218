import { deviation } from "@presage/baseline";
import type { FeatureWindow, Message, Shadow } from "@presage/contracts";
import { isFromBaseline, type ModelInput, modelInput } from "@presage/model";
import type { Observation } from "./condition.ts";
import type { LiveModel, ScorerSettings } from "./stage.ts";

/** What a model is asked of a window: its row, or why it cannot be. */
export interface Question {
  readonly model: LiveModel;
  readonly key: string;
  readonly row: Float32Array | null;
  readonly reason: string | null;
}

/** What can be asked of a model about a window. */
export function questionTo(
  model: LiveModel,
  { key, value }: Message<FeatureWindow>,
  observed: Observation,
): Question {
  if (observed.reason !== null) return { model, key, row: null, reason: observed.reason };
  const { row, missing } = modelInput(value, model.inputs, (name) =>
    deviation(observed.condition.history, name),
  );
  // A slow sensor is not in every window, and its history stands for it; but a model is not asked about the past alone.
  const unknown = model.inputs.filter(
    (input) => missing.includes(input.feature) || (isFromBaseline(input) && !isJudged(input, observed)),
  );
  const reason = tooLittle(unknown, model.inputs.length, observed);
  return { model, key, row: reason === null ? row : null, reason };
}

/** What a model says of one row. */
interface Score {
  readonly risk: number | undefined;
  /** p10, p50 and p90 as shares of the age. */
  readonly remaining: Float32Array | undefined;
}

export type Scored = ReadonlyMap<Question, Score>;

/** Scores the questions that have a row, those to each model in one call. */
export async function scored(
  questions: readonly Question[],
  { score = (model, { rows, keys }) => model.score(rows, keys.length) }: ScorerSettings,
): Promise<Scored> {
  const scores = new Map<Question, Score>();
  const asked = questions.filter(({ row }) => row !== null);
  for (const model of new Set(asked.map((question) => question.model))) {
    const its = asked.filter((question) => question.model === model);
    const width = model.inputs.length;
    const rows = new Float32Array(its.length * width);
    its.forEach(({ row }, i) => row !== null && rows.set(row, i * width));
    const { risks, remaining } = await score(model, { rows, keys: its.map(({ key }) => key) });
    its.forEach((question, i) =>
      scores.set(question, { risk: risks[i], remaining: remaining?.subarray(3 * i, 3 * i + 3) }),
    );
  }
  return scores;
}

/** What a model says of a window, of an asset of that age. */
export function answer(asked: Question, scores: Scored, ageHours: number): Omit<Shadow, "model"> {
  const { risk, remaining } = scores.get(asked) ?? {};
  const { horizon } = asked.model;
  const [p10 = NaN, p50 = NaN, p90 = NaN] = remaining?.map((share) => share * ageHours) ?? [];
  const isUsable = risk !== undefined && Number.isFinite(risk);
  return {
    risk: isUsable ? risk : null,
    ...(isUsable ? {} : { notScored: asked.reason ?? "the model gave no finite risk" }),
    horizonHours: "hours" in horizon ? horizon.hours : horizon.share * ageHours,
    ...(isUsable && Number.isFinite(p50) && { remainingLifeHours: { p10, p50, p90 } }),
  };
}

const isJudged = ({ feature }: ModelInput, { judged }: Observation): boolean =>
  judged.has(feature.slice(0, feature.indexOf("@")));

/** A model copes with some missing inputs, as those of an unknown bearing; of a guess from less than half it knows nothing. */
function tooLittle(
  unknown: readonly ModelInput[],
  all: number,
  { status, baselines }: Observation,
): string | null {
  if (unknown.length * 2 <= all) return null;
  const isLearned = status.frozen && Object.values(baselines).some(({ norms }) => norms !== undefined);
  return isLearned || !unknown.some(isFromBaseline)
    ? `${unknown.length} of the model's ${all} inputs are missing`
    : "the baseline is being learned";
}
