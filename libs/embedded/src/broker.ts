import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { hasCode } from "@presage/contracts";
import {
  type Broker,
  type Claim,
  type Entry,
  type Group,
  type Membership,
  partitionOf,
} from "@presage/stream";
import { claim, type ClaimContext } from "./claims.ts";
import { Client } from "./client.ts";
import { Follow } from "./follow.ts";
import { packEntries, type Placed } from "./packed.ts";
import type { LogSettings } from "./protocol.ts";

export interface EmbeddedOptions {
  /** Folder of the file `log.db`; made if it is not there. */
  readonly directory: string;
  /** Fixed when the folder is made. */
  readonly partitions?: number;
  /** How often old entries are deleted, milliseconds. */
  readonly trimEvery?: number;
}

/** The log of a file, as the thread that opened it sees it. */
export interface EmbeddedBroker extends Broker {
  /** A way to the same log for another thread, which calls `connectEmbedded` with it. */
  share(): Shared;
}

/** Goes to another thread by `postMessage` or `workerData`; `port` is to be transferred. */
export interface Shared {
  readonly port: MessagePort;
  readonly partitions: number;
}

/** Compiled, wherever this file is run from. */
const THREAD = new URL("../dist/thread.js", import.meta.url);
const RETRY_MS = 1_000;

/**
 * A broker on one SQLite file, for one process: the default, with nothing to install. The file is written by a thread of its own.
 * A commit is one SQLite transaction that is on the disk before it resolves.
 * Throws `BROKER_UNAVAILABLE` or `BROKER_FULL` if the folder cannot be used, `CONFIG_INVALID` if it was made with other partitions.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedBroker> {
  const { directory, partitions = 8, trimEvery = 60_000 } = options;
  const workerData: LogSettings = { directory, partitions, trimEvery };
  // Compiled code, whatever conditions this process resolves its imports by.
  const thread = new Worker(THREAD, { workerData, execArgv: [] });
  const broker = createBroker(thread, partitions);
  try {
    await broker.client.opened();
  } catch (error) {
    await thread.terminate();
    throw error;
  }
  return {
    ...broker.port,
    share() {
      const { port1, port2 } = new MessageChannel();
      thread.postMessage(port1, [port1]);
      return { port: port2, partitions };
    },
    async close() {
      await broker.port.close();
      await broker.client.ask("close", null);
      await thread.terminate();
    },
  };
}

/** The log that another thread of this process has opened, which closes it too. */
export function connectEmbedded({ port, partitions }: Shared): Broker {
  const broker = createBroker(port, partitions);
  return {
    ...broker.port,
    async close() {
      await broker.port.close();
      port.close();
    },
  };
}

function createBroker(
  port: MessagePort | Worker,
  partitions: number,
): { readonly client: Client; readonly port: Broker } {
  const follow = new Follow();
  const client = new Client(port, (spans) => follow.appended(spans));
  const memberships = new Set<Membership>();
  const context: ClaimContext = {
    client,
    follow,
    place: (entries) => entries.map((entry) => placed(entry, partitions)),
  };

  async function own(
    group: Group,
    partition: number,
    signal: AbortSignal,
    work: (claim: Claim) => Promise<void>,
  ): Promise<void> {
    while (!signal.aborted) {
      try {
        const claimed = await claim(context, group, partition, signal);
        return signal.aborted ? undefined : await work(claimed);
      } catch (error) {
        if (!hasCode(error, "BROKER_FENCED", "BROKER_FULL", "BROKER_UNAVAILABLE")) throw error;
        group.onError?.(error);
        // Another process owns the partition now; taking it back would only start a quarrel.
        if (error.code === "BROKER_FENCED") return;
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  const broker: Broker = {
    partitions,
    async append(topic, entries) {
      const here = context.place(entries);
      const packed = packEntries(here);
      const spans = await client.ask("append", { topic, entries: packed }, [packed.bytes.buffer]);
      follow.keep(topic, here, spans);
      follow.appended(spans);
    },
    async join(group, work) {
      const stop = new AbortController();
      setMaxListeners(0, stop.signal); // every partition listens, as often as it waits for something
      const done = Promise.all(
        Array.from({ length: partitions }, (_, p) => own(group, p, stop.signal, work)),
      ).then(() => undefined);
      done.catch(() => stop.abort());
      const membership: Membership = {
        done,
        async close() {
          stop.abort();
          memberships.delete(membership);
          await done.catch(() => undefined);
        },
      };
      memberships.add(membership);
      return membership;
    },
    read: (topic, partition, offset, limit = 1_000) =>
      client.ask("read", { topic, partition, offset, limit }),
    async lag({ name, topics }) {
      return new Map(await client.ask("lag", { group: name, topics }));
    },
    async close() {
      await Promise.all([...memberships].map((membership) => membership.close()));
    },
  };
  return { client, port: broker };
}

const placed = (entry: Entry, partitions: number): Placed => ({
  ...entry,
  partition: entry.partition ?? partitionOf(entry.key, partitions),
});
