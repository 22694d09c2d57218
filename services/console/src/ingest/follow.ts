import { setTimeout as delay } from "node:timers/promises";
import { failures, feedback, hasCode } from "@presage/contracts";
import type { Broker, Claim, Membership, StoredEntry } from "@presage/stream";
import { type Database, storeError } from "../store/database.ts";
import { forgetPlace, type Place, readPlace } from "../store/progress.ts";
import { TOPICS } from "./batch.ts";
import type { Intake, Portion, Taken } from "./intake.ts";

export const CONSOLE_GROUP = { name: "console", topics: TOPICS } as const;

export interface FollowObserver {
  claimed?(): void;
  /** What was polled of the log is in the store. */
  taken?(taken: Taken): void;
  failed?(error: Error): void;
}

interface Waiting extends Portion {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** How long windows wait for more, so that one transaction takes in many. */
const GATHER_MS = 250;
const RETRY_MS = 1_000;
const SOON: ReadonlySet<string> = new Set([failures.topic, feedback.topic]);

/**
 * Follows the log into the store until closed. Each entry is taken in once: how far a partition was taken in is in the store, in the same
 * transaction.
 */
export function followLog(
  broker: Broker,
  db: Database,
  intake: Intake,
  observer: FollowObserver = {},
): Promise<Membership> {
  let waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  let flushing = Promise.resolve();

  async function flush(): Promise<void> {
    timer = undefined;
    const portions = waiting;
    waiting = [];
    if (portions.length === 0) return;
    try {
      const taken = await intake.take(portions);
      for (const { resolve } of portions) resolve();
      observer.taken?.(taken);
    } catch (error) {
      for (const { reject } of portions) reject(error);
    }
  }

  function take(portion: Portion): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.push({ ...portion, resolve, reject });
      const soon = portion.entries.some(({ topic }) => SOON.has(topic));
      if (soon && timer !== undefined) clearTimeout(timer);
      if (soon || timer === undefined)
        timer = setTimeout(() => void (flushing = flushing.then(flush)), soon ? 0 : GATHER_MS);
    });
  }

  /** Tries again while the store is away: the log keeps what was not taken in. */
  async function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
    while (!signal.aborted) {
      try {
        return await work();
      } catch (error) {
        const away = storeError(error);
        if (!hasCode(away, "STORE_UNREACHABLE")) throw error;
        observer.failed?.(away);
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  /** Where the store is in a claim's partition. */
  async function placeOf({ partition, offsets }: Claim): Promise<Place> {
    const place = await readPlace(db, partition);
    // A log that knows nothing of the group is a new one. What is read of it twice changes nothing.
    for (const topic of place.keys()) if (!offsets.has(topic)) await forgetPlace(db, partition, place, topic);
    return place;
  }

  /** Takes in what the group is past and the store is not: it is a new one, or an older copy. */
  async function catchUp({ partition, offsets, signal }: Claim, place: Place): Promise<void> {
    for (const topic of TOPICS) {
      const end = offsets.get(topic) ?? 0;
      for (let next = place.get(topic) ?? 0; next < end && !signal.aborted;) {
        const page = await broker.read(topic, partition, next);
        const last = page.at(-1);
        if (last === undefined) break;
        const entries = page.filter(({ offset }) => offset < end);
        await patiently(signal, () => take({ partition, place, entries }));
        next = last.offset + 1;
      }
    }
  }

  const group = { ...CONSOLE_GROUP, stateless: true, onError: (error: Error) => observer.failed?.(error) };
  return broker.join(group, async (claim) => {
    const { partition, signal } = claim;
    intake.forget();
    const place = await patiently(signal, () => placeOf(claim));
    if (place === undefined) return;
    await catchUp(claim, place);
    observer.claimed?.();
    while (!signal.aborted) {
      const entries = await claim.poll();
      if (entries.length === 0) continue;
      await patiently(signal, () => take({ partition, place, entries }));
      if (!signal.aborted) await commit(claim, entries);
    }
  });
}

const NO_STATES: ReadonlyMap<string, Uint8Array> = new Map();

async function commit(claim: Claim, entries: readonly StoredEntry[]): Promise<void> {
  const offsets = new Map(entries.map(({ topic, offset }) => [topic, offset + 1]));
  await claim.commit({ outputs: [], states: NO_STATES, offsets });
}
