import { setTimeout as delay } from "node:timers/promises";
import { PresageError, stateTopic } from "@presage/contracts";
import type { Consumer } from "@platformatic/kafka";
import type { Claim, Group, StoredEntry } from "@presage/stream";
import { asked } from "./errors.ts";
import { Fetcher } from "./fetcher.ts";
import { Ledger } from "./ledger.ts";
import type { Settings } from "./options.ts";
import type { Topics } from "./topics.ts";
import { type Names, Transactions } from "./transaction.ts";

/** A fetch waits this long for entries before it is asked anew, milliseconds: the pace at which an abort is seen. */
const WAIT_MS = 500;

const SECOND_LOOK_MS = 5_000;

export interface KafkaClaim extends Claim {
  close(): Promise<void>;
}

/** Fences the partition's earlier owner, then restores what it committed. */
export async function openClaim(
  settings: Settings,
  topics: Topics,
  group: Group,
  member: Consumer,
  partition: number,
  signal: AbortSignal,
): Promise<KafkaClaim> {
  const transactions = new Transactions(settings, group.name, partition);
  // One connection per input topic: a wait for one must not hold up the other.
  const fetchers = new Map(group.topics.map((topic) => [topic, new Fetcher(settings, topics)]));
  const close = async (): Promise<void> => {
    await Promise.allSettled([transactions.close(), ...[...fetchers.values()].map((f) => f.close())]);
  };
  try {
    await transactions.fence(member);
    const state = stateTopic(group.name);
    const names: Names = { state: () => topics.ensure(state), of: (topic) => topics.ensure(topic) };
    const committed = await committedOffsets(topics, group, member, partition);
    const states = new Map<string, Uint8Array>();
    if (group.stateless !== true) {
      await restore(settings, topics, state, partition, states);
      // With offsets there is a state, at least since the ledger is kept; none is what a broker says that does not know its log's end yet.
      if (states.size === 0 && committed.size > 0) {
        await delay(SECOND_LOOK_MS, undefined, { signal }).catch(() => undefined);
        await restore(settings, topics, state, partition, states);
      }
    }
    const ledger = new Ledger(committed, states);
    const { offsets } = ledger;
    const position = new Map<string, number>();
    for (const [topic, fetcher] of fetchers)
      position.set(topic, Math.max(offsets.get(topic) ?? 0, (await fetcher.bounds(topic, partition)).start));
    const next = poller(fetchers, position, partition, signal);
    let mayCommitAt = -Infinity;
    return {
      partition,
      signal,
      states,
      offsets: new Map(offsets),
      async poll() {
        // A transaction costs Kafka as much as a thousand messages: what comes soon after a commit goes together into the next.
        const wait = mayCommitAt - performance.now();
        if (wait > 0) await delay(wait, undefined, { signal }).catch(() => undefined);
        return next();
      },
      async commit(commit) {
        if (signal.aborted)
          throw new PresageError("BROKER_FENCED", `${group.name}/${partition} was given to another member`);
        mayCommitAt = performance.now() + settings.commitInterval;
        await transactions.commit(group.stateless === true ? commit : ledger.enter(commit), member, names);
        ledger.made(commit);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Reads the state topic's latest value of each key, up to the last stable offset. */
async function restore(
  settings: Settings,
  topics: Topics,
  topic: string,
  partition: number,
  states: Map<string, Uint8Array>,
): Promise<void> {
  const fetcher = new Fetcher(settings, topics);
  try {
    const { start, end } = await fetcher.bounds(topic, partition);
    for (let from = start; from < end;) {
      const { entries, next } = await fetcher.fetch(topic, partition, from, WAIT_MS);
      for (const { key, value } of entries) {
        if (value.byteLength > 0) states.set(key, value);
        else states.delete(key);
      }
      from = next;
    }
  } finally {
    await fetcher.close();
  }
}

async function committedOffsets(
  topics: Topics,
  group: Group,
  member: Consumer,
  partition: number,
): Promise<Map<string, number>> {
  const names = await Promise.all(group.topics.map((topic) => topics.ensure(topic)));
  const committed = await asked("cannot ask for the group's offsets", () =>
    member.listCommittedOffsets({ topics: names.map((topic) => ({ topic, partitions: [partition] })) }),
  );
  const offsets = new Map<string, number>();
  group.topics.forEach((topic, i) => {
    const offset = committed.get(names[i] ?? "")?.[partition] ?? -1n;
    if (offset >= 0n) offsets.set(topic, Number(offset));
  });
  return offsets;
}

/** Asks all input topics at once and gives what comes first; answers that come later are kept for the next poll. */
function poller(
  fetchers: ReadonlyMap<string, Fetcher>,
  position: Map<string, number>,
  partition: number,
  signal: AbortSignal,
): () => Promise<readonly StoredEntry[]> {
  const asking = new Map<string, Promise<string>>();
  const arrived: StoredEntry[] = [];
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });

  async function ask(topic: string, fetcher: Fetcher): Promise<string> {
    const { entries, next } = await fetcher.fetch(topic, partition, position.get(topic) ?? 0, WAIT_MS);
    position.set(topic, next);
    arrived.push(...entries);
    return topic;
  }

  return async () => {
    while (!signal.aborted) {
      for (const [topic, fetcher] of fetchers) {
        if (asking.has(topic)) continue;
        const answer = ask(topic, fetcher);
        answer.catch(() => undefined); // it is thrown where it is waited for
        asking.set(topic, answer);
      }
      const topic = await Promise.race([...asking.values(), aborted]);
      if (topic !== undefined) asking.delete(topic);
      if (arrived.length > 0) return arrived.splice(0);
    }
    return [];
  };
}
