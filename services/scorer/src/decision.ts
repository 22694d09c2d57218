import type { Failure, Prediction } from "@presage/contracts";
import { actionFor, severer, severityOf } from "./severity.ts";

/** When a predicted failure opens and when it closes. */
export interface DecisionRule {
  /** Risk at or over which a window counts towards opening. */
  readonly threshold: number;
  /** Opens when at least `k` of the last `n` windows count. */
  readonly k: number;
  readonly n: number;
  /** Risk below which a window counts towards closing; lower than `threshold`, so that the state does not flap. */
  readonly clearThreshold: number;
  /** Closes after this many such windows in a row … */
  readonly clearWindows: number;
  /** … and not before this long after the last window that was not clear, milliseconds of event time. */
  readonly quietTime: number;
}

/** What is kept of an asset between windows. */
export interface LifeCycle {
  /** Whether each of the last `n` windows counted, oldest first. */
  readonly recent: readonly boolean[];
  /** The last risks, oldest first. */
  readonly trend: readonly number[];
  /** Start of the oldest window in `recent`: where the evidence begins. */
  readonly starts: readonly number[];
  readonly clear: number;
  /** End of the last window that was not clear. */
  readonly disturbedAt: number;
  readonly open: Failure | null;
}

export const QUIET: LifeCycle = { recent: [], trend: [], starts: [], clear: 0, disturbedAt: 0, open: null };

const TREND_LENGTH = 12;

/** A change of risk below this is not worth a message to the MES. */
const RISK_STEP = 0.1;

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
  // A window without a risk and without a passed limit says nothing either way.
  if (p.risk === null && p.rules.length === 0) return [state, null];
  const counts = p.rules.length > 0 || (p.risk !== null && p.risk >= rule.threshold);
  const isClear = p.rules.length === 0 && p.risk !== null && p.risk < rule.clearThreshold;
  const next: LifeCycle = {
    recent: [...state.recent, counts].slice(-rule.n),
    starts: [...state.starts, p.start].slice(-rule.n),
    trend: p.risk === null ? state.trend : [...state.trend, p.risk].slice(-TREND_LENGTH),
    clear: isClear ? state.clear + 1 : 0,
    disturbedAt: isClear ? state.disturbedAt : p.end,
    open: state.open,
  };
  if (state.open === null) {
    if (!counts || next.recent.filter(Boolean).length < rule.k) return [next, null];
    const opened = begin(key, p, next);
    return [{ ...next, open: opened }, opened];
  }
  if (next.clear >= rule.clearWindows && p.end - next.disturbedAt >= rule.quietTime) {
    const closed: Failure = {
      ...revise(state.open, p, next),
      state: "closed",
      severity: state.open.severity,
      closedAt: p.end,
      action: "Nothing to do: the signs are gone.",
    };
    return [{ ...QUIET, trend: next.trend }, closed];
  }
  const revised = revise(state.open, p, next);
  if (!worthTelling(state.open, revised)) return [next, null];
  return [{ ...next, open: revised }, revised];
}

function describe(p: Prediction, trend: readonly number[]) {
  const severity = severityOf(p);
  return {
    severity,
    updatedAt: p.end,
    basis:
      p.model !== undefined && p.risk !== null && p.rules.length === 0
        ? ("model" as const)
        : ("rule" as const),
    rules: p.rules,
    risk: p.risk,
    trend: [...trend],
    horizonHours: p.horizonHours,
    ...(p.remainingLifeHours && { remainingLifeHours: p.remainingLifeHours }),
    ...(p.zone && { zone: p.zone }),
    drivers: p.drivers,
    action: actionFor(severity, p),
    ...(p.model && { model: p.model }),
  };
}

/** The id follows from asset and time alone, so that a repeat makes the same one. */
function begin(key: string, p: Prediction, state: LifeCycle): Failure {
  return {
    id: `${key}@${p.end}`,
    revision: 1,
    state: "opened",
    openedAt: p.end,
    evidence: { start: state.starts[state.recent.indexOf(true)] ?? p.start, end: p.end },
    ...describe(p, state.trend),
  };
}

/** Severity only rises while a failure is open: whoever was called should not find it downgraded on the way. */
function revise(open: Failure, p: Prediction, state: LifeCycle): Failure {
  const now = describe(p, state.trend);
  const severity = severer(open.severity, now.severity);
  return {
    ...open,
    ...now,
    severity,
    action: actionFor(severity, p),
    revision: open.revision + 1,
    state: "updated",
    evidence: { start: open.evidence.start, end: p.end },
  };
}

const worthTelling = (told: Failure, now: Failure): boolean =>
  told.severity !== now.severity ||
  told.basis !== now.basis ||
  told.zone !== now.zone ||
  Math.abs((told.risk ?? 0) - (now.risk ?? 0)) >= RISK_STEP;
