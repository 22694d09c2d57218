import { TOPICS } from "@presage/contracts";
import type { Claim, Entry, Group, StoredEntry } from "@presage/stream";
import type { Client } from "./client.ts";
import type { Follow } from "./follow.ts";
import { pack, packEntries, type Placed, unpack } from "./packed.ts";
import { turnOf } from "./turn.ts";

/** What a claim needs of its broker. */
export interface ClaimContext {
  readonly client: Client;
  readonly follow: Follow;
  /** Decides where entries go. */
  readonly place: (entries: readonly Entry[]) => Placed[];
}

/** One poll is worked on in one go, while everybody else in this thread waits; a model is at its best with so many at once. */
const POLL_LIMIT = 512;

/** Where a stage is in the pipeline, by its input: what is begun is finished before more is begun. */
const rankOf = (topic: string): number => TOPICS.findIndex(({ contract }) => contract.topic === topic);

/** Fences the partition's earlier owner, then restores what it committed. */
export async function claim(
  { client, follow, place }: ClaimContext,
  { name, topics }: Group,
  partition: number,
  signal: AbortSignal,
): Promise<Claim> {
  const restored = await client.ask("claim", { group: name, topics, partition });
  const { epoch } = restored;
  const rank = rankOf(topics[0] ?? "");
  const offsets = new Map(restored.offsets);
  const position = new Map(topics.map((topic) => [topic, offsets.get(topic) ?? 0]));
  follow.appended(restored.ends.map(([topic, to]) => ({ topic, partition, from: to, to })));

  async function readOn(topic: string): Promise<readonly StoredEntry[]> {
    const from = position.get(topic) ?? 0;
    const end = follow.end(topic, partition);
    if (from >= end) return [];
    let entries = follow.atHand(topic, partition, from, POLL_LIMIT);
    if (entries.length === 0)
      entries = await client.ask("read", { topic, partition, offset: from, limit: POLL_LIMIT });
    const last = entries.at(-1);
    // Of what was there, nothing is left if retention has deleted it.
    position.set(topic, last === undefined ? end : last.offset + 1);
    return entries;
  }

  return {
    partition,
    signal,
    states: new Map(unpack(restored.states)),
    offsets,
    async poll() {
      while (!signal.aborted) {
        const entries: StoredEntry[] = [];
        for (const topic of topics) entries.push(...(await readOn(topic)));
        if (entries.length > 0) {
          await turnOf(rank);
          return entries;
        }
        if (topics.every((topic) => (position.get(topic) ?? 0) >= follow.end(topic, partition)))
          await follow.more(topics, partition, signal);
      }
      return [];
    },
    async commit(commit) {
      const outputs = commit.outputs.map(({ topic, entries }) => ({ topic, placed: place(entries) }));
      const packed = outputs.map(({ topic, placed }) => ({ topic, entries: packEntries(placed) }));
      const states = pack([...commit.states.keys()], [...commit.states.values()]);
      const spans = await client.ask(
        "commit",
        { group: name, partition, epoch, outputs: packed, states, offsets: [...commit.offsets] },
        [...packed.map(({ entries }) => entries.bytes.buffer), states.bytes.buffer],
      );
      for (const { topic, placed } of outputs)
        follow.keep(
          topic,
          placed,
          spans.filter((span) => span.topic === topic),
        );
      follow.appended(spans);
    },
  };
}
