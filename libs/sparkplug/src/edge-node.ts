import type { DataType } from "./data-type.ts";
import type { Definition, Properties, ReceivedMetric, ReceivedPayload } from "./payload.ts";
import { Sequence } from "./sequence.ts";
import type { NodeId } from "./topic.ts";
import type { Value } from "./value.ts";

/** A metric with what its birth says of it. */
export interface ResolvedMetric {
  readonly name: string;
  readonly type: DataType;
  /** Epoch milliseconds: the metric's own time, else the payload's; undefined if neither is given. */
  readonly timestamp: number | undefined;
  /** From the node's store: of a time when nobody listened. */
  readonly historical: boolean;
  readonly transient: boolean;
  readonly value: Value | null;
  readonly properties: Properties;
}

/** A metric that nothing can be made of. */
export interface UnresolvedMetric {
  /** Its name, or `alias 7`. */
  readonly label: string;
  readonly why:
    /** No birth of its node or device was seen that it could be understood by. */
    | "unborn"
    /** The birth has no such alias. */
    | "alias-unknown"
    /** The value is not of the type that it is said to be. */
    | "value-torn";
}

export interface Resolution {
  readonly resolved: readonly ResolvedMetric[];
  readonly unresolved: readonly UnresolvedMetric[];
}

/** The metrics that a node or device was born with. */
class Metrics {
  readonly #byName = new Map<string, Definition>();
  readonly #byAlias = new Map<bigint, Definition>();

  constructor(born: readonly ReceivedMetric[]) {
    for (const { name, alias, type, properties } of born) {
      if (name === undefined || type === undefined) continue;
      const definition: Definition = { name, type, properties, ...(alias !== undefined && { alias }) };
      this.#byName.set(name, definition);
      if (alias !== undefined) this.#byAlias.set(alias, definition);
    }
  }

  get size(): number {
    return this.#byName.size;
  }

  find({ name, alias }: ReceivedMetric): Definition | undefined {
    return name !== undefined && name !== ""
      ? this.#byName.get(name)
      : alias === undefined
        ? undefined
        : this.#byAlias.get(alias);
  }
}

const NOTHING = new Metrics([]);
/** Types whose sign or width cannot be told from the wire. */
const AMBIGUOUS: ReadonlySet<DataType | undefined> = new Set(["UInt32", "UInt64", "Bytes", undefined]);

/** The state of an edge node as a host application sees it. Which message changes it how is up to HostState. */
export class EdgeNode {
  readonly id: NodeId;
  online = false;
  /** The number of the birth that holds, to tell its death from an earlier one's. */
  bdSeq: bigint | undefined;
  sequence: Sequence | undefined;
  /** The host was away: unless the next number is the next one, births may have been missed. */
  unsure = false;
  /** Since when numbers are missing, epoch milliseconds. */
  gapSince: number | undefined;
  /** From when on a rebirth is to be asked for, epoch milliseconds. */
  askFrom: number | undefined;
  askedAt = -Infinity;
  #own = NOTHING;
  readonly #devices = new Map<string, Metrics>();

  constructor(id: NodeId) {
    this.id = id;
  }

  get devices(): readonly string[] {
    return [...this.#devices.keys()];
  }

  get metrics(): number {
    return [...this.#devices.values()].reduce((sum, metrics) => sum + metrics.size, this.#own.size);
  }

  born({ seq = 0, metrics }: ReceivedPayload): void {
    this.online = true;
    this.unsure = false;
    this.sequence = new Sequence(seq);
    this.gapSince = undefined;
    this.askFrom = undefined;
    this.bdSeq = bdSeqOf(metrics);
    this.#own = new Metrics(metrics);
    this.#devices.clear();
  }

  bornDevice(device: string, metrics: readonly ReceivedMetric[]): void {
    this.#devices.set(device, new Metrics(metrics));
  }

  /** What it was born with does not hold any more. */
  dead(): void {
    this.online = false;
    this.gapSince = undefined;
    this.#own = NOTHING;
    this.#devices.clear();
  }

  deadDevice(device: string): boolean {
    return this.#devices.delete(device);
  }

  knows(device: string | undefined): boolean {
    return this.online && (device === undefined || this.#devices.has(device));
  }

  resolve(device: string | undefined, { timestamp, metrics }: ReceivedPayload): Resolution {
    const known = device === undefined ? this.#own : (this.#devices.get(device) ?? NOTHING);
    const resolved: ResolvedMetric[] = [];
    const unresolved: UnresolvedMetric[] = [];
    for (const metric of metrics) {
      const { name, alias } = metric;
      const definition = known.find(metric);
      const said = definition?.name ?? name;
      const type =
        metric.type ?? definition?.type ?? (AMBIGUOUS.has(metric.implied) ? undefined : metric.implied);
      if (said === undefined || said === "" || (type === undefined && !metric.isNull)) {
        const why =
          this.knows(device) && definition === undefined && alias !== undefined ? "alias-unknown" : "unborn";
        unresolved.push({ label: said ?? `alias ${alias ?? "none"}`, why });
        continue;
      }
      const value = metric.isNull || type === undefined ? null : metric.value(type);
      if (value === undefined) {
        unresolved.push({ label: said, why: "value-torn" });
        continue;
      }
      resolved.push({
        name: said,
        type: type ?? "String",
        timestamp: metric.timestamp ?? timestamp,
        historical: metric.historical,
        transient: metric.transient,
        value,
        properties: { ...definition?.properties, ...metric.properties },
      });
    }
    return { resolved, unresolved };
  }
}

/** The birth and death number of an NBIRTH or NDEATH. */
export function bdSeqOf(metrics: readonly ReceivedMetric[]): bigint | undefined {
  const metric = metrics.find(({ name }) => name === "bdSeq");
  const value = metric?.value(metric.type ?? "UInt64");
  return typeof value === "bigint"
    ? value
    : typeof value === "number"
      ? BigInt(Math.trunc(value))
      : undefined;
}
