import { deviationsByName } from "@presage/baseline";
import type { FeatureWindow, Message, Prediction } from "@presage/contracts";
import { baselinesFor, type Condition, observe, type Observation } from "./condition.ts";
import { drivers } from "./drivers.ts";
import { haveLasted, LASTING_IMPACTS } from "./impacts.ts";
import { offBaseline, type OffBaseline } from "./off-baseline.ts";
import { answer, type Question, questionTo, type Scored, scored } from "./question.ts";
import { passedLimits, worstZone } from "./rules.ts";
import type { Judgement, ScorerSettings } from "./stage.ts";

/** How many drivers a prediction names. */
const DRIVERS = 5;

const HOUR = 3_600_000;

/** A window on its way to the models. */
interface Candidate {
  readonly message: Message<FeatureWindow>;
  readonly observed: Observation;
  readonly rules: string[];
  readonly champion: Question;
  readonly challenger: Question | null;
  /** Null if the champion has what it needs. */
  readonly process: OffBaseline | null;
}

/** Judgements of the windows, in their order. `conditionOf` gives an asset's condition before the first of them. */
export async function predict(
  messages: readonly Message<FeatureWindow>[],
  conditionOf: (key: string) => Condition,
  settings: ScorerSettings,
): Promise<Message<Judgement>[]> {
  const conditions = new Map<string, Condition>();
  const candidates = messages.map((message) => {
    const candidate = prepare(message, conditions.get(message.key) ?? conditionOf(message.key), settings);
    conditions.set(message.key, candidate.observed.condition);
    return candidate;
  });
  const questions = candidates.flatMap(({ champion, challenger }) =>
    challenger === null ? [champion] : [champion, challenger],
  );
  const scores = await scored(questions, settings);
  return candidates.map((candidate) => {
    const { key, time } = candidate.message;
    return { key, time, value: judge(candidate, scores) };
  });
}

function prepare(
  message: Message<FeatureWindow>,
  condition: Condition,
  { modelOf, challengerOf, limitsOf, commissioningOf }: ScorerSettings,
): Candidate {
  const { key, value } = message;
  const limits = limitsOf(key);
  const commissioning = commissioningOf(key);
  const passed = passedLimits(value, limits, baselinesFor(condition, value, commissioning));
  const observed = observe(condition, value, passed.length === 0, commissioning);
  const isStruck = observed.judged.has("acceleration.kurtosis") && haveLasted(observed.condition.impacts);
  const rules = isStruck ? [...passed, LASTING_IMPACTS] : passed;
  const other = challengerOf?.(key);
  const candidate = {
    message,
    observed,
    rules,
    champion: questionTo(modelOf(key), message, observed),
    challenger: other === undefined ? null : questionTo(other, message, observed),
    process: null,
  };
  const isUnfit = observed.reason !== null;
  if (isUnfit || candidate.champion.reason === null || observed.condition.vibrates) return candidate;
  const process = offBaseline(value, observed, limits.deviation, commissioning);
  const after = { ...observed, condition: { ...observed.condition, process: process.next } };
  return { ...candidate, observed: after, rules: [...rules, ...process.rules], process };
}

function judge(
  { message: { value }, observed, rules, champion, challenger, process }: Candidate,
  scores: Scored,
): Judgement {
  const { condition, baselines, status, modes } = observed;
  const zone = worstZone(value);
  const ageHours = (value.end - (condition.baseline.since ?? value.start)) / HOUR;
  const { model } = champion;
  const said = answer(champion, scores, ageHours);
  const usable = said.risk !== null;
  const prediction: Prediction = {
    start: value.start,
    end: value.end,
    closedAt: value.closedAt,
    ...(value.receivedAt !== undefined && { receivedAt: value.receivedAt }),
    ...said,
    ...(zone && { zone }),
    rules,
    ...(process?.deviation !== undefined && { deviation: process.deviation }),
    drivers: usable
      ? drivers(value, model.inputs, baselines, condition.history, DRIVERS)
      : (process?.drivers.slice(0, DRIVERS) ?? []),
    modes: [...modes, ...(process?.modes ?? [])].toSorted((a, b) => b.score - a.score),
    ...(observed.reason === null && { baseline: status, deviations: deviationsByName(condition.history) }),
    ...(usable && { model: model.reference }),
    ...(challenger !== null && {
      shadow: { ...answer(challenger, scores, ageHours), model: challenger.model.reference },
    }),
  };
  return { model, prediction, condition, row: usable ? champion.row : null };
}
