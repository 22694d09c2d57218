import { deviation, deviationsByName } from "@presage/baseline";
import type { FeatureWindow, Message, Prediction } from "@presage/contracts";
import { isFromBaseline, type ModelInput, modelInput } from "@presage/model";
import { baselinesFor, type Condition, observe, type Observation } from "./condition.ts";
import { drivers } from "./drivers.ts";
import { haveLasted, LASTING_IMPACTS } from "./impacts.ts";
import { offBaseline, type OffBaseline } from "./off-baseline.ts";
import { passedLimits, worstZone } from "./rules.ts";
import type { Judgement, LiveModel, ScorerSettings } from "./stage.ts";

/** How many drivers a prediction names. */
const DRIVERS = 5;

const HOUR = 3_600_000;

/** A window on its way to the model. */
interface Candidate {
  readonly model: LiveModel;
  readonly message: Message<FeatureWindow>;
  readonly observed: Observation;
  readonly rules: string[];
  /** Null if the model has what it needs. */
  readonly process: OffBaseline | null;
  readonly row: Float32Array | null;
  readonly reason: string | null;
}

/** Judgements of the windows, in their order. `conditionOf` gives an asset's condition before the first of them. */
export function predict(
  messages: readonly Message<FeatureWindow>[],
  conditionOf: (key: string) => Condition,
  settings: ScorerSettings,
): Message<Judgement>[] {
  const conditions = new Map<string, Condition>();
  const candidates = messages.map((message) => {
    const candidate = prepare(message, conditions.get(message.key) ?? conditionOf(message.key), settings);
    conditions.set(message.key, candidate.observed.condition);
    return candidate;
  });
  const scores = scored(candidates);
  return candidates.map((candidate) => {
    const { key, time } = candidate.message;
    return { key, time, value: judge(candidate, scores.get(candidate)) };
  });
}

/** What a model says of one row. */
interface Score {
  readonly risk: number | undefined;
  /** p10, p50 and p90 as shares of the age. */
  readonly remaining: Float32Array | undefined;
}

/** Scores the candidates that have a row, those of each model in one call. */
function scored(candidates: readonly Candidate[]): ReadonlyMap<Candidate, Score> {
  const scores = new Map<Candidate, Score>();
  const asked = candidates.filter(({ row }) => row !== null);
  for (const model of new Set(asked.map((candidate) => candidate.model))) {
    const its = asked.filter((candidate) => candidate.model === model);
    const width = model.inputs.length;
    const input = new Float32Array(its.length * width);
    its.forEach(({ row }, i) => row !== null && input.set(row, i * width));
    const { risks, remaining } = model.score(input, its.length);
    its.forEach((candidate, i) =>
      scores.set(candidate, { risk: risks[i], remaining: remaining?.subarray(3 * i, 3 * i + 3) }),
    );
  }
  return scores;
}

function prepare(
  message: Message<FeatureWindow>,
  condition: Condition,
  { modelOf, limitsOf, commissioningOf }: ScorerSettings,
): Candidate {
  const { key, value } = message;
  const model = modelOf(key);
  const limits = limitsOf(key);
  const commissioning = commissioningOf(key);
  const passed = passedLimits(value, limits, baselinesFor(condition, value, commissioning));
  const observed = observe(condition, value, passed.length === 0, commissioning);
  const isStruck = observed.judged.has("acceleration.kurtosis") && haveLasted(observed.condition.impacts);
  const rules = isStruck ? [...passed, LASTING_IMPACTS] : passed;
  const unscored = { model, message, observed, rules, row: null, process: null };
  if (observed.reason !== null) return { ...unscored, reason: observed.reason };
  const { row, missing } = modelInput(value, model.inputs, (name) =>
    deviation(observed.condition.history, name),
  );
  // A slow sensor is not in every window, and its history stands for it; but a model is not asked about the past alone.
  const unknown = model.inputs.filter(
    (input) => missing.includes(input.feature) || (isFromBaseline(input) && !isJudged(input, observed)),
  );
  const reason = tooLittle(unknown, model.inputs.length, observed);
  if (reason === null) return { model, message, observed, rules, row, process: null, reason };
  if (observed.condition.vibrates) return { ...unscored, reason };
  const process = offBaseline(value, observed, limits.deviation, commissioning);
  const after = { ...observed, condition: { ...observed.condition, process: process.next } };
  return { ...unscored, observed: after, rules: [...rules, ...process.rules], process, reason };
}

function judge(
  { model, message: { value }, observed, rules, row, process, reason }: Candidate,
  { risk, remaining }: Partial<Score> = {},
): Judgement {
  const { condition, baselines, status, modes } = observed;
  const usable = risk !== undefined && Number.isFinite(risk);
  const zone = worstZone(value);
  const ageHours = (value.end - (condition.baseline.since ?? value.start)) / HOUR;
  const { horizon } = model;
  const [p10 = NaN, p50 = NaN, p90 = NaN] = remaining?.map((share) => share * ageHours) ?? [];
  const prediction: Prediction = {
    start: value.start,
    end: value.end,
    closedAt: value.closedAt,
    risk: usable ? risk : null,
    ...(usable ? {} : { notScored: reason ?? "the model gave no finite risk" }),
    horizonHours: "hours" in horizon ? horizon.hours : horizon.share * ageHours,
    ...(usable && Number.isFinite(p50) && { remainingLifeHours: { p10, p50, p90 } }),
    ...(zone && { zone }),
    rules,
    ...(process?.deviation !== undefined && { deviation: process.deviation }),
    drivers: usable
      ? drivers(value, model.inputs, baselines, condition.history, DRIVERS)
      : (process?.drivers.slice(0, DRIVERS) ?? []),
    modes: [...modes, ...(process?.modes ?? [])].toSorted((a, b) => b.score - a.score),
    ...(observed.reason === null && { baseline: status, deviations: deviationsByName(condition.history) }),
    ...(usable && { model: model.reference }),
  };
  return { model, prediction, condition, row: usable ? row : null };
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
