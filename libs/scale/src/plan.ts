import { type Flow, SERVICES, type Service, topicsOf, type Work, worksOf } from "./flows.ts";
import { type Load, ratesOf, type Rates } from "./load.ts";
import type { Units } from "./units.ts";

/** One service: how many processes, and what each of them needs. */
export interface ServicePlan {
  readonly instances: number;
  /** Cores that all of them use together. */
  readonly cores: number;
  /** Of a process, bytes. */
  readonly memory: number;
  /** Transactions a second of all of them. */
  readonly transactions: number;
  /** From the assignment of a process's partitions to the first message, seconds: its states are read. */
  readonly restore: number;
}

export interface Plan {
  readonly load: Load;
  readonly rates: Rates;
  readonly partitions: number;
  readonly services: Readonly<Record<Service, ServicePlan>>;
  /** Of all brokers of the Kafka cluster together; bytes and bytes a second. */
  readonly kafka: {
    readonly brokers: number;
    readonly cores: number;
    /** From producers; to the brokers' copies of it; to consumers. */
    readonly in: number;
    readonly copies: number;
    readonly out: number;
    readonly disk: number;
    readonly transactions: number;
  };
  readonly mqtt: {
    /** One for each asset, if each is a device of its own. */
    readonly sessions: number;
    readonly messagesIn: number;
    readonly messagesOut: number;
    readonly in: number;
    readonly out: number;
  };
  /** Of the console's PostgreSQL. */
  readonly store: { readonly windows: number; readonly cores: number; readonly disk: number };
  /** Cores that `presage up` would need; it has one thread for most of its work. */
  readonly single: number;
}

const MICRO = 1e-6;
const KIB = 1_024;
const MIB = 1_048_576;
const DAY = 86_400;

/** So that processes have nearly the same number of partitions. */
const PARTITIONS_PER_INSTANCE = 4;
const LEAST_PARTITIONS = 8;
const MOST_PARTITIONS = 65_536;

/** A process that has nothing to do; and the page of 4 MiB of each topic that it has at hand for each partition. */
const PROCESS_BYTES = 150 * MIB;
const PAGE_BYTES = 4 * MIB;
/** What is garbage until it is collected. */
const GARBAGE = 2;

/** What a broker of the cluster is taken to do: bytes a second in and out, disk, cores. */
const BROKER = { network: 250e6, disk: 16e12, cores: 8 };

/** Of a compacted topic: the share that may be out of date, and the newest segment, which is as it was written. */
const DIRTY = 0.2;
const SEGMENT = { bytes: 32 * MIB, seconds: 600 };

/** How long the console keeps trends: windows for 6 hours, then rows that stand for 6, 60 and 360 windows, which have three numbers for each. */
const TIERS = [
  [6 * 3_600, 1, 1],
  [7 * DAY, 6, 3],
  [60 * DAY, 60, 3],
  [760 * DAY, 360, 3],
] as const;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const cost = (flows: readonly Flow[], each: number, kib: number): number =>
  sum(flows.map(({ messages, bytes }) => messages * each + (bytes / KIB) * kib)) * MICRO;

/** Processor time in a service a second, without transactions. */
const steady = ({ own, reads, writes }: Work, { kafka: k }: Units): number =>
  own +
  cost(reads, k.consumeMicros.client, k.consumeKiBMicros.client) +
  cost(writes, k.produceMicros.client, k.produceKiBMicros.client);

/** A partition commits what came since its last commit, and not more often than it may. */
const transactions = ({ commits }: Work, partitions: number, load: Load, { kafka }: Units): number =>
  Math.min(commits, partitions / Math.max(load.commitInterval, kafka.transactionMillis / 1e3));

/** The least number of processes of which the one with the most partitions has its headroom. */
function instancesFor(cores: number, partitions: number, headroom: number): number {
  const usable = 1 - headroom;
  for (let instances = Math.max(1, Math.ceil(cores / usable)); instances < partitions; instances++)
    if ((cores / partitions) * Math.ceil(partitions / instances) <= usable) return instances;
  return partitions;
}

/**
 * Says what a load needs, by the measured unit costs. Pure. The number of partitions is the least power of two with which every
 * service can have its processes, four partitions for each; every service has the least number of processes that leaves each of
 * them its headroom.
 */
export function plan(load: Load, units: Units): Plan {
  const works = worksOf(load, units);
  for (let partitions = LEAST_PARTITIONS; ; partitions *= 2) {
    const cores = (service: Service): number =>
      steady(works[service], units) +
      transactions(works[service], partitions, load, units) * units.kafka.transactionMicros.client * MICRO;
    const most = Math.max(
      ...SERVICES.filter((s) => s !== "bridge").map((s) => cores(s) / (1 - load.headroom)),
    );
    if (partitions < PARTITIONS_PER_INSTANCE * most && partitions < MOST_PARTITIONS) continue;
    return planWith(load, units, works, partitions, cores);
  }
}

function planWith(
  load: Load,
  units: Units,
  works: Record<Service, Work>,
  partitions: number,
  coresOf: (service: Service) => number,
): Plan {
  const { kafka: k } = units;
  const rates = ratesOf(load);
  const services = Object.fromEntries(
    SERVICES.map((service): [Service, ServicePlan] => {
      const work = works[service];
      const cores = coresOf(service);
      const shared = service !== "bridge";
      const instances = shared
        ? instancesFor(cores, partitions, load.headroom)
        : Math.max(1, Math.ceil(cores / (1 - load.headroom)));
      const pages = shared ? (partitions / instances) * work.reads.length * PAGE_BYTES : 0;
      return [
        service,
        {
          instances,
          cores,
          memory: PROCESS_BYTES + ((GARBAGE * load.assets) / instances) * work.assetBytes + pages,
          transactions: transactions(work, partitions, load, units),
          restore: restoreSeconds(load, work, partitions, instances, units),
        },
      ];
    }),
  ) as Record<Service, ServicePlan>;

  const topics = topicsOf(load, units);
  const written = Object.values(works).flatMap((work) => work.writes);
  const read = Object.values(works).flatMap((work) => work.reads);
  const committed = sum(Object.values(services).map((s) => s.transactions));
  const sizeOf = (flows: readonly Flow[]): number =>
    sum(flows.map(({ messages, bytes }) => bytes + messages * k.messageBytes));
  const into = sizeOf(written) + committed * k.transactionBytes;
  const out = sizeOf(read);
  const copies = into * (load.replication - 1);
  const kept =
    sizeOf([topics.samples]) * load.rawDays * DAY +
    sizeOf([topics.features, topics.predictions, topics.failures]) * load.windowDays * DAY +
    (load.assets * sum(Object.values(works).map((work) => work.stateBytes + k.messageBytes))) / (1 - DIRTY);
  const disk = kept * load.replication;
  const cores =
    cost(written, k.produceMicros.server, k.produceKiBMicros.server) * load.replication +
    cost(read, k.consumeMicros.server, k.consumeKiBMicros.server) +
    committed * k.transactionMicros.server * MICRO;
  const brokers = Math.max(
    load.replication,
    Math.ceil((into + copies + out + copies) / BROKER.network),
    Math.ceil(disk / BROKER.disk),
    Math.ceil(cores / (1 - load.headroom) / BROKER.cores),
  );
  const { bytes } = units;
  const messages = rates.blocks + rates.values;
  return {
    load,
    rates,
    partitions,
    services,
    kafka: { brokers, cores, in: into, copies, out, disk, transactions: committed },
    mqtt: {
      sessions: load.assets,
      messagesIn: messages,
      messagesOut: rates.windows,
      in: messages * bytes.mqttMessage + rates.blocks * load.samples * bytes.mqttSample,
      out: rates.windows * bytes.mqttOut,
    },
    store: {
      windows: rates.windows,
      cores: rates.windows * units.console.postgresServerMicros * MICRO,
      disk: storeBytes(rates.windows, units),
    },
    single:
      sum(SERVICES.map((s) => works[s].own)) +
      rates.windows * (units.console.sqliteMicros - units.console.postgresMicros) * MICRO,
  };
}

/** Seconds in which a process reads the states of its partitions, and a window of messages, before it goes on. */
function restoreSeconds(
  load: Load,
  work: Work,
  partitions: number,
  instances: number,
  { kafka: k }: Units,
): number {
  if (work.stateBytes === 0) return 0;
  const size = work.stateBytes + k.messageBytes;
  const written =
    (ratesOf(load).windows / partitions) *
    Math.min(SEGMENT.seconds, SEGMENT.bytes / size / (ratesOf(load).windows / partitions));
  const records = (load.assets / partitions / (1 - DIRTY) + written) * Math.ceil(partitions / instances);
  return cost(
    [{ messages: records, bytes: records * size }],
    k.consumeMicros.client,
    k.consumeKiBMicros.client,
  );
}

/** Bytes of the trends in the console's store, from what a window takes. */
function storeBytes(windows: number, { console: { windowBytes } }: Units): number {
  return sum(TIERS.map(([seconds, of, numbers]) => (windows * seconds * windowBytes * numbers) / of));
}
