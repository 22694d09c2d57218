// Not the whole of it: a comparison needs no backtest.
import { median, ratio } from "@presage/backtest/statistics";
import type { Feedback, Message } from "@presage/contracts";
import type { Labelled, OpenedFailure } from "./comparison.ts";
import { openAt } from "./life.ts";

const HOUR = 3_600_000;

/** When what a label says was so, epoch milliseconds of event time. */
export const timeOf = ({ occurredAt, at }: Feedback): number => occurredAt ?? at;

/** Failures of assets beside what was found of them. */
export function judge(
  labels: readonly Message<Feedback>[],
  openedOf: (asset: string) => readonly OpenedFailure[],
): Labelled {
  const of = (action: Feedback["action"]) => labels.filter(({ value }) => value.action === action);
  const confirmed = of("confirmed");
  const leads = confirmed.flatMap(({ key, value }) => {
    const at = timeOf(value);
    const failure = openAt(openedOf(key), at);
    return failure === undefined ? [] : [(at - failure.openedAt) / HOUR];
  });
  const falseAlarms = of("false-alarm").filter((label) => {
    const [from, to] = [timeBefore(label, labels), timeOf(label.value)];
    return openedOf(label.key).some(
      ({ openedAt, closedAt }) => openedAt < to && (closedAt ?? Infinity) > from,
    );
  }).length;
  return {
    confirmed: confirmed.length,
    found: leads.length,
    falseAlarms,
    precision: ratio(leads.length, leads.length + falseAlarms),
    recall: ratio(leads.length, confirmed.length),
    medianLeadHours: median(leads),
  };
}

/** When the asset was labelled before: whoever looks at an alarm may come when it has gone, and means what was open since then. */
const timeBefore = (label: Message<Feedback>, labels: readonly Message<Feedback>[]): number =>
  Math.max(
    -Infinity,
    ...labels
      .filter(({ key, value }) => key === label.key && timeOf(value) < timeOf(label.value))
      .map(({ value }) => timeOf(value)),
  );
