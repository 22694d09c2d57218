import { openKafka } from "@presage/kafka";
import type { Broker, Claim, Commit, Entry } from "@presage/stream";
import { startKafka } from "@presage/testbed";
import { Meter } from "./meter.ts";
import { cpuOf, filesOf } from "./servers.ts";

/** What the client in a service, and Kafka, pay; microseconds of processor time. */
export interface KafkaUnits {
  readonly produceMicros: { readonly client: number; readonly server: number };
  readonly produceKiBMicros: { readonly client: number; readonly server: number };
  readonly consumeMicros: { readonly client: number; readonly server: number };
  readonly consumeKiBMicros: { readonly client: number; readonly server: number };
  readonly transactionMicros: { readonly client: number; readonly server: number };
  /** How long a transaction of one message takes here, milliseconds by the wall. */
  readonly transactionMillis: number;
  /** What a message, a transaction take on the disk beside their values, bytes. */
  readonly messageBytes: number;
  readonly transactionBytes: number;
}

const SMALL = { count: 60_000, bytes: 64 };
const LARGE = { count: 6_000, bytes: 10_240 };
const TRANSACTIONS = 1_000;
const KIB = 1_024;

interface Cost {
  /** Microseconds a message. */
  readonly client: number;
  readonly server: number;
}

const isLog = (path: string): boolean => path.endsWith(".log") && path.startsWith("data/");

const entriesOf = (count: number, bytes: number): Entry[] => {
  const value = new Uint8Array(bytes).map((_, i) => i * 37);
  return Array.from({ length: count }, (_, i) => ({
    key: `site/area/line/pump${i % 1_000}`,
    time: i,
    value,
  }));
};

/** Costs of messages of two sizes as a part for each and a part for each KiB. */
function split(small: Cost, large: Cost): { each: Cost; kib: Cost } {
  const span = (LARGE.bytes - SMALL.bytes) / KIB;
  const of = (a: number, b: number): readonly [number, number] => {
    const kib = Math.max(0, (b - a) / span);
    return [Math.max(0, a - (kib * SMALL.bytes) / KIB), kib];
  };
  const [client, clientKiB] = of(small.client, large.client);
  const [server, serverKiB] = of(small.server, large.server);
  return { each: { client, server }, kib: { client: clientKiB, server: serverKiB } };
}

/** Measures a broker of its own, with 4 partitions. */
export async function kafkaUnits(): Promise<KafkaUnits> {
  const kafka = await startKafka();
  const log = openKafka({ brokers: [`127.0.0.1:${kafka.port}`], partitions: 4 });

  async function cost(count: number, work: () => Promise<unknown>): Promise<Cost> {
    const meter = new Meter();
    const before = cpuOf(kafka.pid);
    await meter.measure(work);
    return { client: meter.per(count), server: ((cpuOf(kafka.pid) - before) * 1e6) / count };
  }
  const produce = (topic: string, { count, bytes }: typeof SMALL) =>
    cost(count, async () => {
      const entries = entriesOf(count, bytes);
      for (let i = 0; i < count; i += 1_000) await log.append(topic, entries.slice(i, i + 1_000));
    });
  const consume = (topic: string, { count }: typeof SMALL) => cost(count, () => readAll(log, topic, count));

  try {
    await produce("feedback", { count: 40_000, bytes: 64 }); // Java warms up
    const before = filesOf(kafka.pid, isLog);
    const small = await produce("rejected", SMALL);
    const smallBytes = (filesOf(kafka.pid, isLog) - before) / SMALL.count;
    const produced = [small, await produce("samples", LARGE)] as const;
    const { each: produceMicros, kib: produceKiBMicros } = split(...produced);
    const read = [await consume("rejected", SMALL), await consume("samples", LARGE)] as const;
    const { each: consumeMicros, kib: consumeKiBMicros } = split(...read);
    const transactions = await commitMany(log, kafka.pid, cost);
    const round = (each: Cost) => ({
      client: Math.round(each.client * 10) / 10,
      server: Math.round(each.server * 10) / 10,
    });
    return {
      produceMicros: round(produceMicros),
      produceKiBMicros: round(produceKiBMicros),
      consumeMicros: round(consumeMicros),
      consumeKiBMicros: round(consumeKiBMicros),
      transactionMicros: round(transactions.each),
      transactionMillis: Math.round(transactions.millis * 10) / 10,
      messageBytes: Math.round(smallBytes - SMALL.bytes),
      transactionBytes: Math.round(transactions.bytes),
    };
  } finally {
    await log.close();
    await kafka.stop();
  }
}

/** Reads a topic in a group of its own until so many came. */
async function readAll(log: Broker, topic: string, count: number): Promise<void> {
  let seen = 0;
  let done: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  const membership = await log.join(
    { name: `units-${topic}`, topics: [topic], stateless: true },
    async (claim: Claim) => {
      while (!claim.signal.aborted) {
        const { length } = await claim.poll();
        seen += length;
        if (seen >= count) done();
      }
    },
  );
  await all;
  await membership.close();
}

/** Transactions of one message, one state and an offset each, in one partition. */
async function commitMany(
  log: Broker,
  pid: number,
  cost: (count: number, work: () => Promise<unknown>) => Promise<Cost>,
): Promise<{ each: Cost; millis: number; bytes: number }> {
  let go: (claim: Claim) => void = () => undefined;
  const claimed = new Promise<Claim>((resolve) => (go = resolve));
  let end: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  const membership = await log.join({ name: "grouper", topics: ["alarms"] }, async (claim) => {
    if (claim.partition !== 0) return over;
    go(claim);
    return over;
  });
  const claim = await claimed;
  const value = new Uint8Array(64);
  const commit = (n: number): Commit => ({
    outputs: [{ topic: "groups", entries: [{ key: "a", time: n, value, partition: 0 }] }],
    states: new Map([["a", value]]),
    offsets: new Map([["alarms", n + 1]]),
  });
  for (let n = 0; n < 300; n++) await claim.commit(commit(n));
  const before = filesOf(pid, isLog);
  const begin = performance.now();
  const each = await cost(TRANSACTIONS, async () => {
    for (let n = 0; n < TRANSACTIONS; n++) await claim.commit(commit(n));
  });
  const millis = (performance.now() - begin) / TRANSACTIONS;
  const bytes = (filesOf(pid, isLog) - before) / TRANSACTIONS;
  end();
  await membership.close();
  return { each, millis, bytes };
}
