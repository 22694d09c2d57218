import { groupBy, type Evidence, type Logged, placeOf, type Violation } from "../evidence.ts";

interface Revision {
  readonly id: string;
  readonly revision: number;
  readonly state: "opened" | "updated" | "closed";
}

/** Revisions of each id count from 1 without a gap, begin with opened, and end with closed. */
function checkLives(topic: string, entries: readonly Logged<Revision>[]): Violation[] {
  const violations: Violation[] = [];
  for (const [id, life] of groupBy(entries, ({ value }) => value.id)) {
    let last: Revision = { id, revision: 0, state: "closed" };
    for (const entry of life) {
      const { revision, state } = entry.value;
      const what = `${id} revision ${revision}`;
      const seen = `after revision ${last.revision}, ${last.state}; ${placeOf(topic, entry)}`;
      if (revision !== last.revision + 1)
        violations.push({
          rule:
            revision <= last.revision
              ? `revision again, or out of order, in ${topic}`
              : `revision skipped in ${topic}`,
          what,
          seen,
        });
      else if ((revision === 1) !== (state === "opened") || (revision > 1 && last.state === "closed"))
        violations.push({ rule: `state that cannot follow in ${topic}`, what, seen });
      last = entry.value;
    }
  }
  return violations;
}

/** An asset or line has one open at a time. */
function checkOneOpen(topic: string, entries: readonly Logged<Revision>[]): Violation[] {
  const violations: Violation[] = [];
  for (const [key, all] of groupBy(entries, (entry) => entry.key)) {
    let open: string | undefined;
    for (const entry of all) {
      const { id, state } = entry.value;
      if (state === "opened" && open !== undefined)
        violations.push({
          rule: `two open at once in ${topic}`,
          what: `${open} and ${id}`,
          seen: placeOf(topic, entry),
        });
      open = state === "closed" ? (open === id ? undefined : open) : id;
    }
    void key;
  }
  return violations;
}

/** Failures and groups have whole lives, and every alarm became a failure's revision, once. */
export function checkRevisions({ log }: Evidence): Violation[] {
  const alarms = log.alarms.map(({ value, ...entry }) => ({ ...entry, value: value.failure }));
  const named = (entries: readonly Logged<Revision>[]) =>
    new Map(
      entries.map(({ value, ...entry }) => [`${value.id} revision ${value.revision}`, { ...entry, value }]),
    );
  const told = named(log.failures);
  const raised = named(alarms);
  return [
    ...checkLives("alarms", alarms),
    ...checkLives("failures", log.failures),
    ...checkLives("groups", log.groups),
    ...checkOneOpen("failures", log.failures),
    ...checkOneOpen("groups", log.groups),
    ...[...raised]
      .filter(([what]) => !told.has(what))
      .map(([what, entry]) => ({ rule: "alarm without failure", what, seen: placeOf("alarms", entry) })),
    ...[...told]
      .filter(([what]) => !raised.has(what))
      .map(([what, entry]) => ({ rule: "failure without alarm", what, seen: placeOf("failures", entry) })),
  ];
}
