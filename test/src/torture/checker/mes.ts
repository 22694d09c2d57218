import type { CloudEvent, Failure, FailureGroup, Prediction } from "@presage/contracts";
import { groupBy, type Evidence, type Logged, placeOf, type Violation } from "../evidence.ts";

type Revision = Failure | FailureGroup;

const nameOf = ({ id, revision }: Revision): string => `${id} revision ${revision}`;

/** Events that have a topic of their own: a failure in a group has not, its group stands for it. */
const announced = ({ log }: Evidence): Logged<Revision>[] => [
  ...log.failures.filter(({ value }) => value.group === undefined),
  ...log.groups,
];

/** The MES heard every revision of the log and no other, those of one failure first in order; repeats may come. */
export function checkHeard(evidence: Evidence): Violation[] {
  const violations: Violation[] = [];
  const { events, isComplete } = evidence.heard;
  const inLog = new Map(announced(evidence).map((entry) => [nameOf(entry.value), entry]));
  const heard = new Set<string>();
  const last = new Map<string, number>();
  for (const { data } of events) {
    const name = nameOf(data);
    if (!inLog.has(name))
      violations.push({ rule: "MES heard what is not in the log", what: name, seen: "an event topic" });
    const before = last.get(data.id) ?? 0;
    if (!heard.has(name) && data.revision < before)
      violations.push({
        rule: "MES heard revisions out of order",
        what: name,
        seen: `after revision ${before}`,
      });
    heard.add(name);
    last.set(data.id, Math.max(before, data.revision));
  }
  if (isComplete)
    for (const [name, entry] of inLog)
      if (!heard.has(name))
        violations.push({
          rule: "MES did not hear a revision",
          what: name,
          seen: placeOf("line" in entry.value ? "groups" : "failures", entry),
        });
  return violations;
}

const lastOf = <V>(entries: readonly Logged<V>[]): Map<string, Logged<V>> =>
  new Map(
    [...groupBy(entries, ({ key }) => key)].flatMap(([key, all]) => {
      const last = all.at(-1);
      return last === undefined ? [] : [[key, last] as const];
    }),
  );

/** By topic, what must be retained: the open failures and groups as they were told last, and the latest risks. */
function current({ log }: Evidence): Map<string, string> {
  const states = new Map<string, string>();
  for (const [asset, { value }] of lastOf(log.failures))
    if (value.state !== "closed") states.set(`mes/${asset}/predicted-failure`, nameOf(value));
  for (const [line, { value }] of lastOf(log.groups))
    if (value.state !== "closed") states.set(`mes/${line}/predicted-failure-group`, nameOf(value));
  for (const [asset, { value }] of lastOf(log.predictions))
    states.set(`mes/${asset}/risk`, `window ${value.start}`);
  return states;
}

const CHECKED = /\/(?:predicted-failure|predicted-failure-group|risk)$/;

function describe(payload: string): string {
  const { data } = JSON.parse(payload) as CloudEvent<Revision | Prediction>;
  return "revision" in data ? nameOf(data) : `window ${data.start}`;
}

/** What is retained for the MES is what the log says, and that Presage is alive. */
export function checkRetained(evidence: Evidence): Violation[] {
  const violations: Violation[] = [];
  const { retained } = evidence.heard;
  const said = new Map(
    [...retained]
      .filter(([topic]) => CHECKED.test(topic))
      .map(([topic, payload]) => [topic, describe(payload)]),
  );
  const states = current(evidence);
  for (const topic of new Set([...states.keys(), ...said.keys()])) {
    const [inLog = "nothing", told = "nothing"] = [states.get(topic), said.get(topic)];
    if (inLog !== told)
      violations.push({
        rule: "retained state is not the log's",
        what: topic,
        seen: `${told}, not ${inLog}`,
      });
  }
  const status = retained.get("mes/pdm-status");
  if (status === undefined || !(JSON.parse(status) as { online: boolean }).online)
    violations.push({
      rule: "the MES is told that Presage is not alive",
      what: "mes/pdm-status",
      seen: status ?? "nothing",
    });
  return violations;
}
