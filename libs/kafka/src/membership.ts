import { setTimeout as delay } from "node:timers/promises";
import { hasCode, isLogAway } from "@presage/contracts";
import type { Claim, Group, Membership } from "@presage/stream";
import { openClaim } from "./claim.ts";
import { closeNow } from "./close.ts";
import { LogConsumer } from "./log-consumer.ts";
import { copartition } from "./copartition.ts";
import { asked, hasApiId, toBrokerError } from "./errors.ts";
import type { Settings } from "./options.ts";
import type { Topics } from "./topics.ts";

const RETRY_MS = 500;
/** What is refused stays so until somebody gives the right. */
const REFUSED_RETRY_MS = 5_000;

/** A broker that has just come back is no coordinator yet; told so for as long as a session, the member asks the wrong one. */
const MISLED_TRIES = 20;

const retryMs = (error: unknown): number => (hasCode(error, "BROKER_REFUSED") ? REFUSED_RETRY_MS : RETRY_MS);

/** Joins the group and works on each partition it assigns, until it takes the partition away or the membership closes; `closed` ends the wait for the group. */
export async function joinGroup(
  settings: Settings,
  topics: Topics,
  group: Group,
  work: (claim: Claim) => Promise<void>,
  closed: AbortSignal,
): Promise<Membership> {
  const open = (): LogConsumer =>
    new LogConsumer({
      ...settings.base,
      groupId: settings.prefix + group.name,
      sessionTimeout: settings.sessionTimeout,
      rebalanceTimeout: Math.max(settings.sessionTimeout, 30_000),
      heartbeatInterval: Math.floor(settings.sessionTimeout / 5),
      partitionAssigner: copartition,
    });
  let member = open();
  const owned = new Map<number, { readonly stop: AbortController; readonly ended: Promise<void> }>();
  let closing = false;
  let fail: (error: unknown) => void = () => undefined;
  const bug = new Promise<never>((_, reject) => (fail = reject));
  let finish: () => void = () => undefined;
  const done = Promise.race([bug, new Promise<void>((resolve) => (finish = resolve))]);
  done.catch(() => undefined); // whoever waits for it gets the error too

  const unsure = new Set<() => void>();
  const confirm = (): void => unsure.forEach((resolve) => resolve());
  /** Resolves at the next sign that the group still counts this member in. */
  const confirmed = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        unsure.delete(end);
        signal.removeEventListener("abort", end);
        resolve();
      };
      unsure.add(end);
      signal.addEventListener("abort", end);
    });

  async function own(partition: number, signal: AbortSignal): Promise<void> {
    let misled = 0;
    while (!signal.aborted) {
      try {
        const claim = await openClaim(settings, topics, group, member, partition, signal);
        misled = 0;
        try {
          return signal.aborted ? undefined : await work(claim);
        } finally {
          await claim.close();
        }
      } catch (error) {
        if (!hasCode(error, "BROKER_FENCED") && !isLogAway(error)) return fail(error);
        if (signal.aborted) return;
        group.onError?.(error);
        if (hasApiId(error, "NOT_COORDINATOR") && ++misled % MISLED_TRIES === 0) rejoin();
        if (error.code === "BROKER_FENCED") await confirmed(signal);
        else await delay(retryMs(error), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  function assign(partitions: ReadonlySet<number>): void {
    for (const [partition, { stop }] of owned) if (!partitions.has(partition)) stop.abort();
    for (const partition of partitions) {
      const before = owned.get(partition);
      if (before !== undefined && !before.stop.signal.aborted) continue;
      const stop = new AbortController();
      const ended = Promise.resolve(before?.ended).then(() => own(partition, stop.signal));
      owned.set(partition, { stop, ended });
    }
  }

  /** Joins, however long that takes: what is not there yet when a plant is switched on will be. */
  let joining = false;
  async function enter(): Promise<void> {
    if (joining) return;
    joining = true;
    while (!closing && !closed.aborted) {
      try {
        const names = await Promise.all(group.topics.map((topic) => topics.ensure(topic)));
        member.topics.trackAll(...names);
        await asked("cannot join the group", () => member.joinGroup());
        break;
      } catch (error) {
        if (!hasCode(error, "BROKER_FENCED") && !isLogAway(error)) throw error;
        group.onError?.(error);
        // The client asks the coordinator that it found first for as long as it lives; a new one looks for it anew.
        void closeNow(member).catch(() => undefined);
        member = open();
        listen(member);
        await delay(retryMs(error), undefined, { signal: closed }).catch(() => undefined);
      }
    }
    joining = false;
  }

  const rejoin = (): void => void enter().catch(fail);

  function listen(to: LogConsumer): void {
    to.on("consumer:group:join", ({ assignments }) => {
      if (closing || to !== member) return;
      confirm();
      // Co-partitioned: what one topic says of partitions, all do.
      assign(new Set(assignments?.[0]?.partitions));
    });
    to.on("consumer:heartbeat:end", confirm);
    // After a heartbeat that failed, or a rebalance that it could not follow, the client sends no more of them, so that the group would give
    // this member up.
    to.on("error", (trouble: unknown) => {
      if (closing || to !== member) return;
      group.onError?.(toBrokerError(trouble, "trouble with the group"));
      rejoin();
    });
    to.on("consumer:heartbeat:error", () => {
      if (to === member) rejoin();
    });
  }
  listen(member);
  await enter();
  if (closed.aborted) await closeNow(member);

  return {
    done,
    async close() {
      closing = true;
      for (const { stop } of owned.values()) stop.abort();
      await Promise.all([...owned.values()].map(({ ended }) => ended));
      // If either fails, the session ends by itself.
      await Promise.resolve(member.leaveGroup(true)).catch(() => undefined);
      await closeNow(member).catch(() => undefined);
      finish();
    },
  };
}
