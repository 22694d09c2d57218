import type { Plan, Units } from "@presage/scale";
import type { Autoscaler, Change, Group, System } from "./simulation.ts";

/** What happens, and when it begins, seconds. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly begin: number;
  readonly seconds: number;
  readonly rate: (time: number) => number;
  readonly changes: readonly Change[];
  readonly autoscaler?: Autoscaler;
}

const MICRO = 1e-6;
const PAGE_BYTES = 4 * 1_048_576;
const KIB = 1_024;
const BEGIN = 120;

/** The way from a window's messages in the log to the MES, by a plan. */
export function systemOf({ load, services, partitions, rates }: Plan, units: Units): Omit<System, "rate"> {
  const { kafka: k, bytes } = units;
  const raw = bytes.entry * 2 + load.samples * bytes.entrySample;
  /** Raw messages of the open windows are read again, a window and a half of them. */
  const again =
    1.5 *
    load.window *
    (rates.windows / partitions) *
    MICRO *
    (2 * k.consumeMicros.client + (raw / KIB) * k.consumeKiBMicros.client);
  const group = (name: "features" | "scorer" | "publisher", windowBytes: number, extra = 0): Group => {
    const { instances, cores, transactions, restore } = services[name];
    return {
      name,
      instances,
      each: (cores - transactions * k.transactionMicros.client * MICRO) / rates.windows,
      restore: restore / Math.ceil(partitions / instances) + extra,
      page: Math.max(1, Math.floor(PAGE_BYTES / windowBytes)),
    };
  };
  return {
    partitions,
    assets: load.assets,
    groups: [
      group("features", raw, again),
      group("scorer", bytes.window),
      group("publisher", bytes.prediction),
    ],
    transaction: { wait: k.transactionMillis / 1e3, processor: k.transactionMicros.client * MICRO },
    commitInterval: load.commitInterval,
  };
}

/** One process of each group dies, and another takes its place after a while. */
const death = (groups: readonly Group[]): Change[] =>
  groups.flatMap((_, group): Change[] => [
    { at: BEGIN, group, what: "die" },
    { at: BEGIN + 30, group, what: "join" },
  ]);

/** A quarter of the processes of each group at a time, as Kubernetes does it: they leave, others join. */
function upgrade(groups: readonly Group[]): Change[] {
  return groups.flatMap(({ instances }, group) => {
    const quarter = Math.ceil(instances / 4);
    return Array.from({ length: instances }, (_, i): Change[] => {
      const at = BEGIN + 40 * Math.floor(i / quarter);
      return [
        { at: at + 8, group, what: "join" },
        { at, group, what: "leave" },
      ];
    }).flat();
  });
}

/** A tenth of all assets was away for an hour; what their gateways kept comes as fast as the bridges take it. */
function backlog(normal: number, headroom: number): (time: number) => number {
  const spare = normal * (1 / (1 - headroom) - 1);
  const lasts = (0.1 * normal * 3_600) / spare;
  return (time) => {
    if (time < BEGIN) return 0.9 * normal;
    return time < BEGIN + lasts ? normal + spare : normal;
  };
}

export function scenariosOf({ rates, load, services }: Plan, groups: readonly Group[]): readonly Scenario[] {
  const normal = rates.windows;
  const usual = { begin: BEGIN, seconds: 420, rate: () => normal, changes: [] };
  return [
    { ...usual, name: "death", title: "A process of each service dies", changes: death(groups) },
    {
      ...usual,
      name: "upgrade",
      title: "All processes are exchanged, a quarter at a time",
      changes: upgrade(groups),
    },
    {
      ...usual,
      name: "backlog",
      title: "A tenth of the assets comes back with an hour's messages",
      seconds: 1_200,
      rate: backlog(normal, load.headroom),
    },
    ...[2, 4].map((times): Scenario => ({
      ...usual,
      name: times === 2 ? "doubling" : "fourfold",
      title: `${times === 2 ? "Twice" : "Four times"} the load, with an autoscaler`,
      seconds: 600,
      rate: (time) => (time < BEGIN ? normal : times * normal),
      autoscaler: {
        lagPerInstance: (5 * normal) / Math.max(services.features.instances, services.scorer.instances),
        every: 15,
        start: 10,
        patience: 300,
      },
    })),
  ];
}
