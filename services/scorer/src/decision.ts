import { type Failure, type Prediction, severer } from "@presage/contracts";
import { LASTING_IMPACTS } from "./impacts.ts";
import { actionFor, severityOf } from "./severity.ts";

/** When a predicted failure opens and when it closes. */
export interface DecisionRule {
  /** Risk at or over which a window counts towards opening. */
  readonly threshold: number;
  /** Opens when at least `k` of the last `n` windows count. */
  readonly k: number;
  readonly n: number;
  /** … and windows have counted for this share of the horizon: what passes soon is no failure. 0 if left out. */
  readonly patience?: number | undefined;
  /** Risk below which a window counts towards closing; lower than `threshold`, so that the state does not flap. */
  readonly clearThreshold: number;
  /** Closes after this many such windows in a row … */
  readonly clearWindows: number;
  /**
   * … and not before this long after the last window that was not clear, milliseconds of event time; after lasting impacts not before
   * the horizon has passed.
   */
  readonly quietTime: number;
}

/** What is kept of an asset between windows. */
export interface LifeCycle {
  /** Whether each of the last `n` windows counted, oldest first. */
  readonly recent: readonly boolean[];
  /** The last risks, oldest first. */
  readonly trend: readonly number[];
  /** Starts of the windows in `recent`: the evidence begins with the first that counted. */
  readonly starts: readonly number[];
  /** Since when windows have counted, with at most n − 1 between them that did not; null if none of late. */
  readonly since: number | null;
  readonly clear: number;
  /** What is open is not closed before. */
  readonly heldUntil: number;
  readonly open: Failure | null;
}

export const QUIET: LifeCycle = {
  recent: [],
  trend: [],
  starts: [],
  since: null,
  clear: 0,
  heldUntil: 0,
  open: null,
};

const TREND_LENGTH = 12;

const HOUR = 3_600_000;

/** Changes of risk that are worth a message to the MES; falling counts later, so that noise is not told twice. */
const RISK_RISE = 0.2;
const RISK_FALL = 0.4;

/**
 * The life of predicted failures: takes an asset's next prediction and gives the new state and, if something changed
 * that the MES should know, the failure's next revision. At most one failure of an asset is open at a time.
 */
export function decide(
  state: LifeCycle,
  key: string,
  p: Prediction,
  rule: DecisionRule,
): readonly [LifeCycle, Failure | null] {
  const isLearning = p.baseline?.frozen === false;
  const isJudged = p.risk !== null || p.deviation !== undefined || p.rules.length > 0;
  // A window that nothing could judge says nothing either way, unless there is nothing to judge by yet.
  if (!isJudged && !isLearning) return [state, null];
  const counts = p.rules.length > 0 || (p.risk !== null && p.risk >= rule.threshold);
  const isClear = p.rules.length === 0 && (p.risk ?? 0) < rule.clearThreshold;
  const recent = [...state.recent, counts].slice(-rule.n);
  const next: LifeCycle = {
    recent,
    since: recent.includes(true) ? (state.since ?? p.start) : null,
    starts: [...state.starts, p.start].slice(-rule.n),
    trend: p.risk === null ? state.trend : [...state.trend, p.risk].slice(-TREND_LENGTH),
    clear: isClear ? state.clear + 1 : 0,
    heldUntil: isClear ? state.heldUntil : Math.max(state.heldUntil, p.end + holdOf(p, rule)),
    open: state.open,
  };
  if (state.open === null) {
    if (!counts || recent.filter(Boolean).length < rule.k) return [next, null];
    const lasted = p.end - (next.since ?? p.end);
    if (!isUrgent(p) && lasted < (rule.patience ?? 0) * p.horizonHours * HOUR) return [next, null];
    const opened = begin(key, p, next, rule);
    return [{ ...next, open: opened }, opened];
  }
  if (next.clear >= rule.clearWindows && p.end >= next.heldUntil) {
    const closed: Failure = {
      ...revise(state.open, p, next, rule),
      state: "closed",
      severity: state.open.severity,
      closedAt: p.end,
      action: "Nothing to do: the signs are gone.",
    };
    return [{ ...QUIET, trend: next.trend }, closed];
  }
  const revised = revise(state.open, p, next, rule);
  if (!worthTelling(state.open, revised)) return [next, null];
  return [{ ...next, open: revised }, revised];
}

/** Whether a limit was passed that leaves no time to see whether it lasts. */
const isUrgent = ({ rules }: Prediction): boolean => rules.some((rule) => rule !== LASTING_IMPACTS);

/**
 * How long to wait after a window that was not clear, milliseconds: after impacts for the whole horizon, as they fade while a flaw
 * grows: struck all over, a bearing only hisses.
 */
const holdOf = ({ rules, horizonHours }: Prediction, { quietTime }: DecisionRule): number =>
  rules.includes(LASTING_IMPACTS) ? Math.max(quietTime, horizonHours * HOUR) : quietTime;

/** What the failure says of its last window; one that was not scored leaves what was known of the risk as it was. */
function describe(p: Prediction, state: LifeCycle, rule: DecisionRule, before?: Failure) {
  const scored = p.risk !== null || before === undefined ? p : before;
  const byModel = scored.risk !== null && (scored.risk >= rule.threshold || p.rules.length === 0);
  const zone = p.zone ?? before?.zone;
  return {
    updatedAt: p.end,
    ...(p.receivedAt !== undefined && { receivedAt: p.receivedAt }),
    basis: byModel ? ("model" as const) : ("rule" as const),
    rules: p.rules,
    risk: scored.risk,
    trend: [...state.trend],
    horizonHours: p.horizonHours,
    ...(scored.remainingLifeHours && { remainingLifeHours: scored.remainingLifeHours }),
    ...(zone !== undefined && { zone }),
    drivers: scored.drivers,
    ...(p.modes && p.modes.length > 0 && { modes: p.modes }),
    ...(scored.model && { model: scored.model }),
  };
}

/** The id follows from asset and time alone, so that a repeat makes the same one. */
function begin(key: string, p: Prediction, state: LifeCycle, rule: DecisionRule): Failure {
  const severity = severityOf(p);
  return {
    id: `${key}@${p.end}`,
    revision: 1,
    state: "opened",
    severity,
    openedAt: p.end,
    evidence: { start: state.starts[state.recent.indexOf(true)] ?? p.start, end: p.end },
    action: actionFor(severity, p),
    ...describe(p, state, rule),
  };
}

/** Severity only rises while a failure is open: whoever was called should not find it downgraded on the way. */
function revise(before: Failure, p: Prediction, state: LifeCycle, rule: DecisionRule): Failure {
  const now = describe(p, state, rule, before);
  const severity = severer(before.severity, severityOf(p));
  return {
    ...before,
    ...now,
    severity,
    action: state.clear > 0 ? FADING : actionFor(severity, p),
    revision: before.revision + 1,
    state: "updated",
    evidence: { start: before.evidence.start, end: p.end },
  };
}

const FADING = "Hold on: the signs have faded; it closes by itself if they stay away.";

/** Whether the MES should hear of it: it got worse, or the risk is another. A sign that comes and goes is not told. */
function worthTelling(told: Failure, now: Failure): boolean {
  const step = (now.risk ?? 0) - (told.risk ?? 0);
  return (
    told.severity !== now.severity ||
    (now.zone ?? "") > (told.zone ?? "") ||
    now.rules.some((passed) => !told.rules.includes(passed)) ||
    step >= RISK_RISE ||
    step <= -RISK_FALL
  );
}
