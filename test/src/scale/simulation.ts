import { shareOut } from "@presage/kafka";
import { createRandom } from "@presage/simulator";
import TinyQueue from "tinyqueue";
import { type Batch, takeUpTo, total } from "./batches.ts";
import { type Point, Recorder } from "./recorder.ts";

/** A group of processes that share the partitions, and hand on what they did to the next group. Times are seconds. */
export interface Group {
  readonly name: string;
  readonly instances: number;
  /** Processor time of a window. */
  readonly each: number;
  /** Processor time to read the states of a partition before the first poll. */
  readonly restore: number;
  /** Windows that a poll has at most. */
  readonly page: number;
}

export interface System {
  readonly partitions: number;
  /** They are spread over the partitions by chance. */
  readonly assets: number;
  /** The first reads what the bridge writes. */
  readonly groups: readonly Group[];
  /** Windows a second at a time. */
  readonly rate: (time: number) => number;
  readonly transaction: { readonly wait: number; readonly processor: number };
  readonly commitInterval: number;
}

/** Something that happens to the processes of a group. A process that dies says nothing; one that leaves tells the group. */
export interface Change {
  readonly at: number;
  readonly group: number;
  readonly what: "die" | "leave" | "join";
}

export interface Autoscaler {
  /** Windows of lag for which one process is wanted. */
  readonly lagPerInstance: number;
  readonly every: number;
  /** From the wish to a process that joins. */
  readonly start: number;
  /** How long fewer were wanted before one leaves. */
  readonly patience: number;
}

/** As in libs/kafka: the group waits so long for a silent member, and members ask so often whether they are to join anew. */
const SESSION = 10;
const HEARTBEAT = 2;
/** From the moment all members know to the new claims: join, sync, fence, offsets. */
const JOIN = 0.3;
/** How finely arrivals are drawn. */
const TICK = 0.25;

interface Partition {
  readonly share: number;
  queue: Batch[];
  owner: string | undefined;
  /** Counts claims: what an earlier one had under way is not committed. */
  epoch: number;
  busy: boolean;
  claimed: boolean;
}

interface GroupState extends Group {
  readonly members: Map<string, { freeAt: number }>;
  readonly partitionsOf: Partition[];
  made: number;
  rebalanceAt: number;
}

type Event = { readonly at: number; readonly act: () => void };

/** Follows a system for so many seconds; the same seed gives the same. */
export function simulate(
  system: System,
  seconds: number,
  {
    seed = 1,
    changes = [],
    autoscaler,
  }: { seed?: number; changes?: readonly Change[]; autoscaler?: Autoscaler } = {},
): readonly Point[] {
  const { partitions, assets, rate, transaction, commitInterval } = system;
  const random = createRandom(seed);
  const events = new TinyQueue<Event>([], (a, b) => a.at - b.at);
  const recorder = new Recorder();
  let now = 0;
  const later = (at: number, act: () => void): void => events.push({ at, act });

  const even = assets / partitions;
  const shares = Array.from({ length: partitions }, () =>
    Math.max(0, (even + Math.sqrt(even) * random.normal()) / assets),
  );
  const groups = system.groups.map((group): GroupState => ({
    ...group,
    members: new Map(),
    partitionsOf: shares.map((share) => ({
      share,
      queue: [],
      owner: undefined,
      epoch: 0,
      busy: false,
      claimed: false,
    })),
    made: 0,
    rebalanceAt: Infinity,
  }));

  /** Gives partitions to the members that are there; those that move are restored by their new owner. */
  function assign(group: GroupState): void {
    group.rebalanceAt = Infinity;
    const shared = shareOut([...group.members.keys()], partitions);
    for (const [member, own] of shared)
      for (const p of own) {
        const partition = group.partitionsOf[p];
        if (partition === undefined || partition.owner === member) continue;
        Object.assign(partition, { owner: member, busy: false, claimed: false });
        const epoch = ++partition.epoch;
        const done = use(group, member, group.restore);
        later(done, () => {
          if (partition.epoch !== epoch) return;
          partition.claimed = true;
          poll(group, p);
        });
      }
  }

  /** Processor time of a member, which does one thing at a time; says when it is done. */
  function use(group: GroupState, member: string, processor: number): number {
    const process = group.members.get(member);
    if (process === undefined) return Infinity;
    process.freeAt = Math.max(now, process.freeAt) + processor;
    return process.freeAt;
  }

  /** Takes what is there and commits it, then not before the interval has passed again. */
  function poll(group: GroupState, p: number): void {
    const partition = group.partitionsOf[p];
    if (
      partition?.owner === undefined ||
      !partition.claimed ||
      partition.busy ||
      partition.queue.length === 0
    )
      return;
    partition.busy = true;
    const { epoch } = partition;
    const taken = takeUpTo(partition.queue, group.page);
    const processor = total(taken.batches) * group.each + transaction.processor;
    const computed = use(group, partition.owner, processor);
    const committed = computed + transaction.wait;
    later(committed, () => {
      if (partition.epoch !== epoch) return;
      partition.queue = partition.queue.slice(taken.whole);
      const [first] = partition.queue;
      if (first !== undefined && taken.part > 0)
        partition.queue[0] = { ...first, count: first.count - taken.part };
      hand(group, p, taken.batches);
    });
    later(Math.max(committed, computed + commitInterval), () => {
      if (partition.epoch !== epoch) return;
      partition.busy = false;
      poll(group, p);
    });
  }

  function hand(group: GroupState, p: number, batches: readonly Batch[]): void {
    const next = groups[groups.indexOf(group) + 1];
    if (next === undefined) return recorder.done(now, batches);
    next.partitionsOf[p]?.queue.push(...batches);
    poll(next, p);
  }

  function rebalance(group: GroupState, at: number): void {
    if (at + JOIN >= group.rebalanceAt) return;
    group.rebalanceAt = at + JOIN;
    later(group.rebalanceAt, () => now === group.rebalanceAt && assign(group));
  }

  const join = (group: GroupState): void => {
    group.members.set(`${group.name}-${group.made++}`, { freeAt: now });
    // The others learn of it by their next heartbeat.
    rebalance(group, now + (now === 0 ? 0 : HEARTBEAT));
  };

  function lose(group: GroupState, notice: number): void {
    const [member] = group.members.keys();
    if (member === undefined) return;
    group.members.delete(member);
    for (const partition of group.partitionsOf)
      if (partition.owner === member) {
        partition.epoch++;
        Object.assign(partition, { owner: undefined, claimed: false, busy: false });
      }
    rebalance(group, now + notice + HEARTBEAT);
  }

  function arrive(): void {
    const [first] = groups;
    if (first === undefined) return;
    for (const [p, partition] of first.partitionsOf.entries()) {
      const mean = rate(now) * TICK * partition.share;
      // Of many assets that do not know of each other: normal, with the variance of Poisson's distribution.
      const count = Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
      if (count === 0) continue;
      partition.queue.push({ count, origin: now });
      poll(first, p);
    }
    later(now + TICK, arrive);
  }

  const lagOf = (group: GroupState): number =>
    group.partitionsOf.reduce((sum, { queue }) => sum + total(queue), 0);

  for (const group of groups) for (let i = 0; i < group.instances; i++) join(group);
  later(1, arrive);
  for (const { at, group: index, what } of changes) {
    const group = groups[index];
    if (group === undefined) continue;
    later(at, () => (what === "join" ? join(group) : lose(group, what === "die" ? SESSION : 0)));
  }
  const look = (): void => {
    recorder.look(
      now,
      groups.map((group) => ({ lag: lagOf(group), members: group.members.size })),
    );
    later(now + 1, look);
  };
  later(1, look);
  if (autoscaler !== undefined) for (const group of groups) scale(group, autoscaler);

  function scale(group: GroupState, { lagPerInstance, every, start, patience }: Autoscaler): void {
    let coming = 0;
    let enoughSince = 0;
    const decide = (): void => {
      const wanted = Math.min(
        partitions,
        Math.max(group.instances, Math.ceil(lagOf(group) / lagPerInstance)),
      );
      const there = group.members.size + coming;
      if (wanted >= there) enoughSince = now;
      for (let i = there; i < wanted; i++) {
        coming++;
        later(now + start, () => {
          coming--;
          join(group);
        });
      }
      if (wanted < there && now - enoughSince >= patience) lose(group, 0);
      later(now + every, decide);
    };
    later(every, decide);
  }

  for (let event = events.pop(); event !== undefined && event.at <= seconds; event = events.pop()) {
    now = event.at;
    event.act();
  }
  return recorder.points;
}
