import type { Alarm, FailureGroup, GroupMember } from "@presage/contracts";
import { closeGroup, memberOf, merge, openGroup, openOf, updateGroup } from "./group.ts";

/** When the failures of one line are a flood. */
export interface FloodRule {
  /** A flood begins when failures of more assets than this opened …; 0 switches it off. */
  readonly members: number;
  /** … within this time, milliseconds of event time; it goes on until none opened for as long. */
  readonly within: number;
}

/** What is kept of a line. */
export interface LineState {
  /** Failures that opened lately and are in no group, one of each asset, oldest first. */
  readonly recent: readonly GroupMember[];
  /** The open group, as it was told last. A line has one at a time. */
  readonly group: FailureGroup | null;
  /** When the line's last group opened, so that no two get the same id. */
  readonly groupedAt: number;
}

export const CALM: LineState = { recent: [], group: null, groupedAt: 0 };

/** What comes of one revision of a failure. */
export interface Followed {
  readonly state: LineState;
  /** Id of the group that stands for this revision. */
  readonly group?: string;
  /** Revisions of groups, in order. */
  readonly revisions: readonly FailureGroup[];
}

/** Takes a line's next revision of a failure: the new state, and what there is to tell of groups. */
export function follow(
  before: LineState,
  line: string,
  { asset, failure }: Alarm,
  rule: FloodRule,
): Followed {
  const time = failure.updatedAt;
  const over =
    before.group !== null && isOver(before.group, time, rule) ? [closeGroup(before.group, time)] : [];
  const state = over.length > 0 ? { ...before, group: null } : before;
  const member = memberOf(asset, failure);
  const next = failure.state === "opened" ? opened(state, line, member, rule) : revised(state, member, time);
  const { group } = next;
  if (group === null) return { state: next, revisions: over };
  const told = group.id === state.group?.id && group.revision === state.group.revision;
  return {
    state: group.state === "closed" ? { ...next, group: null } : next,
    ...(holds(group.members, member) && { group: group.id }),
    revisions: told ? over : [...over, group],
  };
}

/** A failure opened: it joins the flood that is on, or is the one too many, or stands alone. */
function opened(state: LineState, line: string, member: GroupMember, rule: FloodRule): LineState {
  if (rule.members === 0) return state;
  const { group } = state;
  const age = (other: GroupMember): number => member.openedAt - other.openedAt;
  if (group?.members.some((other) => Math.abs(age(other)) <= rule.within))
    return { ...state, group: updateGroup(group, [member], member.openedAt) };
  const recent = merge(
    state.recent.filter((other) => age(other) <= rule.within),
    [member],
  );
  // Assets are scored independently of each other, so that one may be behind: what opened later counts as well.
  const near = recent.filter((other) => -age(other) <= rule.within);
  if (near.length <= rule.members) return { ...state, recent };
  const rest = recent.filter((other) => !near.includes(other));
  if (group !== null) return { ...state, recent: rest, group: updateGroup(group, near, member.openedAt) };
  const openedAt = Math.max(member.openedAt, state.groupedAt + 1);
  return { recent: rest, group: openGroup(line, openedAt, near), groupedAt: openedAt };
}

/** A failure that was open changed or closed. The group has news of it if it closed or its severity is another. */
function revised(state: LineState, member: GroupMember, time: number): LineState {
  const { recent, group } = state;
  if (holds(recent, member)) {
    const same = recent.some((other) => other.failure === member.failure && isSame(other, member));
    return same ? state : { ...state, recent: merge(recent, [member]) };
  }
  const was = group?.members.find((other) => other.failure === member.failure);
  if (group === null || was === undefined || isSame(was, member)) return state;
  const isNews = was.state !== member.state || was.severity !== member.severity;
  return {
    ...state,
    group: isNews
      ? updateGroup(group, [member], time)
      : { ...group, members: merge(group.members, [member]) },
  };
}

/**
 * Whether a group has done its duty though not all of it closed: nothing to tell of it for a while, and no more members
 * open than may be told of one by one. Else one failure that stays would be hidden in its group for as long.
 */
const isOver = (group: FailureGroup, time: number, { members, within }: FloodRule): boolean =>
  time - group.updatedAt > within && openOf(group.members).length <= members;

const holds = (members: readonly GroupMember[], { failure }: GroupMember): boolean =>
  members.some((member) => member.failure === failure);

const isSame = (a: GroupMember, b: GroupMember): boolean =>
  a.state === b.state && a.severity === b.severity && a.mode === b.mode;
