import {
  type Failure,
  type FailureGroup,
  type FailureMode,
  type GroupMember,
  severer,
  type Severity,
} from "@presage/contracts";

/** A mode counts from this score on. */
const EVIDENT = 0.5;

/** What a grouped event says of one failure. */
export function memberOf(asset: string, { id, severity, state, openedAt, modes }: Failure): GroupMember {
  const likely = modes?.[0];
  return {
    asset,
    failure: id,
    severity,
    state: state === "closed" ? "closed" : "open",
    openedAt,
    ...(likely !== undefined && likely.score >= EVIDENT && { mode: likely.mode }),
  };
}

/** A line's new group. The id follows from line and time alone, so that a repeat makes the same one. */
export function openGroup(line: string, openedAt: number, members: readonly GroupMember[]): FailureGroup {
  const id = `${line}@${openedAt}`;
  return describe({ id, revision: 1, state: "opened", line, openedAt, updatedAt: openedAt }, members);
}

/** The group's next revision, with what is new of its members; closed once all of them are. */
export function updateGroup(
  group: FailureGroup,
  changed: readonly GroupMember[],
  time: number,
): FailureGroup {
  const members = merge(group.members, changed);
  const updatedAt = Math.max(group.updatedAt, time);
  const next = { ...group, revision: group.revision + 1, updatedAt };
  return openOf(members).length === 0
    ? describe({ ...next, state: "closed", closedAt: updatedAt }, members)
    : describe({ ...next, state: "updated" }, members);
}

/** The group's last revision, though some of its members are still open. */
export function closeGroup(group: FailureGroup, time: number): FailureGroup {
  const closedAt = Math.max(group.updatedAt, time);
  const next = { ...group, revision: group.revision + 1, updatedAt: closedAt, closedAt };
  return describe({ ...next, state: "closed" }, group.members);
}

/** One member of each asset, its latest failure, in the order in which they opened. */
export const merge = (members: readonly GroupMember[], changed: readonly GroupMember[]): GroupMember[] =>
  [...new Map([...members, ...changed].map((member) => [member.asset, member])).values()].toSorted(
    (a, b) => a.openedAt - b.openedAt || (a.asset < b.asset ? -1 : 1),
  );

export const openOf = (members: readonly GroupMember[]): GroupMember[] =>
  members.filter((member) => member.state === "open");

/** What follows from the members. */
function describe(
  group: Omit<FailureGroup, "members" | "severity" | "action">,
  given: readonly GroupMember[],
): FailureGroup {
  const members = merge([], given);
  const severity = members.map((m) => m.severity).reduce<Severity>(severer, "low");
  return { ...group, severity, members, action: actionFor(group.state, members) };
}

/** What to do next, in words for the person who is called. */
function actionFor(state: FailureGroup["state"], members: readonly GroupMember[]): string {
  const open = openOf(members);
  if (open.length === 0) return "Nothing to do: all its failures have closed.";
  if (state === "closed")
    return `The flood is over; what is still open is told of one by one again: ${open.map(nameOf).join(", ")}.`;
  const [first] = members;
  const mode = commonMode(open);
  const hints = [
    `${members.length} machines of one line at once: look for a cause they share before you look at each`,
    ...(mode === undefined
      ? ["a process change, power, supply or a shock may be it"]
      : [`most show ${mode}`]),
    ...(first === undefined ? [] : [`${nameOf(first)} was the first`]),
  ];
  return `${hints.join("; ")}.`;
}

const nameOf = ({ asset }: GroupMember): string => asset.split("/").at(-1) ?? asset;

/** The mode that more than half of the members show. */
function commonMode(members: readonly GroupMember[]): FailureMode | undefined {
  const counts = new Map<FailureMode, number>();
  for (const { mode } of members) if (mode !== undefined) counts.set(mode, (counts.get(mode) ?? 0) + 1);
  return [...counts].find(([, count]) => count * 2 > members.length)?.[0];
}
