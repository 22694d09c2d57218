import type { Failure, ModelReference } from "@presage/contracts";

/** Champion and challenger of the same windows, side by side. */
export interface Comparison {
  /** Windows that the champion judged while this challenger was in shadow. */
  readonly windows: number;
  readonly assets: number;
  /** Event time of the first and the last of them, epoch milliseconds; null without windows. */
  readonly from: number | null;
  readonly to: number | null;
  readonly agreement: Agreement;
  readonly champion: Side;
  readonly challenger: Side;
}

/** How far two models say the same of the windows that both scored. */
export interface Agreement {
  readonly scored: number;
  /** Windows that count towards a failure, by who says so: each by its own threshold. */
  readonly both: number;
  readonly championOnly: number;
  readonly challengerOnly: number;
  readonly neither: number;
  /** Share of windows of which they say the same; null without windows. */
  readonly share: number | null;
  /** Pearson's, of the log-odds of their risks, −1 to 1; null if one of them always says the same. */
  readonly correlation: number | null;
}

/** What one of the models made of the windows. */
export interface Side {
  readonly model: ModelReference;
  /** Risk from which a window counts. */
  readonly threshold: number;
  readonly scored: number;
  /** Mean risk; null if nothing was scored. */
  readonly meanRisk: number | null;
  /** Shares of the scored windows by risk: in each bin of `RISK_EDGES`, one more than those. */
  readonly risks: readonly number[];
  /** Failures that it opened, or would have opened, by risk or by a limit; by asset, in the order of time. */
  readonly failures: readonly OpenedFailure[];
  readonly labelled: Labelled;
}

/** A failure that a model opened, or would have opened. */
export interface OpenedFailure {
  readonly asset: string;
  /** Event time, epoch milliseconds. */
  readonly openedAt: number;
  /** Null while it is open. */
  readonly closedAt: number | null;
  /** Whether the risk alone was enough, or a limit opened it. */
  readonly basis: Failure["basis"];
}

/** A model's failures beside what was found of the machines. Only assets that were compared before the label count. */
export interface Labelled {
  /** Machines that failed. */
  readonly confirmed: number;
  /** Those of which a failure was open when it happened. */
  readonly found: number;
  /** Labels that say that nothing was found, though a failure was open then or since the label before. */
  readonly falseAlarms: number;
  /** found / (found + falseAlarms); null without either. */
  readonly precision: number | null;
  /** found / confirmed; null without one. */
  readonly recall: number | null;
  /** From opening to failure, median of those found, hours; null without one. */
  readonly medianLeadHours: number | null;
}

/** Failures of one side while which the other had none open on that asset. */
export const openedAlone = (mine: Side, other: Side): OpenedFailure[] =>
  mine.failures.filter(
    ({ asset, openedAt, closedAt }) =>
      !other.failures.some(
        (its) =>
          its.asset === asset &&
          its.openedAt < (closedAt ?? Infinity) &&
          openedAt < (its.closedAt ?? Infinity),
      ),
  );

/** How much less a median lead must be, as a share, to be worse: leads of a few failures scatter widely. */
const SHORTER = 0.5;

/** In what the challenger does worse than the champion by what was found of the machines, in words; null if in nothing. */
export function worseIn({ champion, challenger }: Comparison): string | null {
  const [was, is] = [champion.labelled, challenger.labelled];
  if (is.found < was.found)
    return `it found ${is.found} of ${is.confirmed} confirmed failures, the champion ${was.found}`;
  if (is.falseAlarms > was.falseAlarms)
    return `it raised ${is.falseAlarms} of the alarms that were found false, the champion ${was.falseAlarms}`;
  const [before, now] = [was.medianLeadHours, is.medianLeadHours];
  if (before !== null && now !== null && now < SHORTER * before)
    return `its failures open ${now.toPrecision(3)} h ahead at the median, those of the champion ${before.toPrecision(3)} h`;
  return null;
}
