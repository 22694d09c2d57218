import { decodePayload, encodePayload, type Metric, type Properties } from "./payload.ts";
import type { DataType } from "./data-type.ts";
import { deviceTopic, type NodeId, nodeTopic, parseTopic } from "./topic.ts";
import type { Value } from "./value.ts";

/** A metric of a device, or of the node itself. */
export interface EdgeMetric {
  readonly type: DataType;
  readonly value: Value | null;
  readonly properties?: Properties;
  /** When the value was measured, epoch milliseconds; now if left out. */
  readonly timestamp?: number;
}

export type EdgeMetrics = Readonly<Record<string, EdgeMetric>>;

/** A message of the edge node. */
export interface EdgeMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1;
  readonly retain: false;
}

interface Known {
  readonly alias: bigint;
  readonly metric: EdgeMetric;
}

const REBIRTH = "Node Control/Rebirth";

/**
 * An edge node: its devices and their metrics, the numbers of its births and messages, and what it has to publish. Pure but for
 * its own memory: the time comes with each call, and what is to be published is handed back.
 * Source: Sparkplug 3.0.0, 5.4 to 5.10 and 6.4.19 to 6.4.26.
 */
export class EdgeState {
  readonly #id: NodeId;
  #bdSeq: number;
  #seq = 0;
  #born = false;
  #aliases = 0n;
  readonly #own: EdgeMetrics;
  readonly #devices = new Map<string, Map<string, Known>>();

  /**
   * @param bdSeq number of the connection before, 0 to 255
   * @param own metrics of the node itself, which do not change
   */
  constructor(id: NodeId, bdSeq: number, own: EdgeMetrics = {}) {
    this.#id = id;
    this.#bdSeq = bdSeq;
    this.#own = own;
  }

  /** The number of the connection that `connecting` was called for last. */
  get bdSeq(): number {
    return this.#bdSeq;
  }

  get born(): boolean {
    return this.#born;
  }

  get devices(): readonly string[] {
    return [...this.#devices.keys()];
  }

  /** Topic filters of what the node and its devices are told, to be subscribed to with QoS 1. */
  get commandFilters(): readonly string[] {
    return [nodeTopic(this.#id, "NCMD"), deviceTopic(this.#id, "DCMD", "+")];
  }

  /** A new connection: its number, and the will that goes with it. */
  connecting(now: number): EdgeMessage {
    this.#bdSeq = (this.#bdSeq + 1) % 256;
    this.#born = false;
    return this.death(now);
  }

  /** The death certificate: the will, and what is published before an intended end. */
  death(now: number): EdgeMessage {
    this.#born = false;
    const payload = { timestamp: now, metrics: [this.#bdSeqMetric(now)] };
    return { topic: nodeTopic(this.#id, "NDEATH"), payload: encodePayload(payload), qos: 1, retain: false };
  }

  /** All births: the node's, then those of its devices. */
  birth(now: number): EdgeMessage[] {
    this.#born = true;
    this.#seq = 255;
    const own = Object.entries(this.#own).map(([name, metric]) => ({
      name,
      ...metric,
      timestamp: metric.timestamp ?? now,
    }));
    const metrics: Metric[] = [
      this.#bdSeqMetric(now),
      { name: REBIRTH, type: "Boolean", timestamp: now, value: false },
      ...own,
    ];
    return [
      this.#message(nodeTopic(this.#id, "NBIRTH"), metrics, now),
      ...this.devices.map((device) => this.#deviceBirth(device, now)),
    ];
  }

  /**
   * Takes the values of a device and hands back what is to be published of them: a birth for a device or metric that is new
   * or of another type than before, else data, of what has changed only. Before the birth of the node nothing is.
   */
  put(device: string, metrics: EdgeMetrics, now: number): EdgeMessage[] {
    const known = this.#devices.get(device) ?? new Map<string, Known>();
    const isNew = !this.#devices.has(device);
    this.#devices.set(device, known);
    let defined = isNew;
    const changed: Metric[] = [];
    for (const [name, metric] of Object.entries(metrics)) {
      const before = known.get(name);
      const alias = before?.alias ?? ++this.#aliases;
      const timestamp = metric.timestamp ?? now;
      known.set(name, { alias, metric: { ...metric, timestamp } });
      if (before?.metric.type !== metric.type) defined = true;
      else if (!sameValue(before.metric.value, metric.value)) changed.push(dataOf(alias, metric, timestamp));
    }
    if (!this.#born) return [];
    if (defined) return [this.#deviceBirth(device, now)];
    return changed.length === 0 ? [] : [this.#message(deviceTopic(this.#id, "DDATA", device), changed, now)];
  }

  /** Values of a device that were stored while nobody listened, oldest first. They are no current values. */
  history(device: string, stored: readonly EdgeMetrics[], now: number): EdgeMessage[] {
    const known = this.#devices.get(device);
    const metrics = stored.flatMap((at) =>
      Object.entries(at).flatMap(([name, metric]): Metric[] => {
        const alias = known?.get(name)?.alias;
        return alias === undefined
          ? []
          : [{ ...dataOf(alias, metric, metric.timestamp ?? now), historical: true }];
      }),
    );
    if (!this.#born || metrics.length === 0) return [];
    return [this.#message(deviceTopic(this.#id, "DDATA", device), metrics, now)];
  }

  /** The device is gone. */
  remove(device: string, now: number): EdgeMessage[] {
    const was = this.#devices.delete(device);
    return was && this.#born ? [this.#message(deviceTopic(this.#id, "DDEATH", device), [], now)] : [];
  }

  /** Obeys a rebirth command; anything else is not for this node to do. */
  command(topic: string, bytes: Uint8Array, now: number): EdgeMessage[] {
    const parsed = parseTopic(topic);
    if (parsed?.verb !== "NCMD" || parsed.group !== this.#id.group || parsed.node !== this.#id.node)
      return [];
    const asked = decodePayload(bytes)?.metrics.some(
      (metric) => metric.name === REBIRTH && metric.value("Boolean") === true,
    );
    return asked === true && this.#born ? this.birth(now) : [];
  }

  #bdSeqMetric(now: number): Metric {
    return { name: "bdSeq", type: "Int64", timestamp: now, value: BigInt(this.#bdSeq) };
  }

  #deviceBirth(device: string, now: number): EdgeMessage {
    const metrics = [...(this.#devices.get(device) ?? [])].map(([name, { alias, metric }]): Metric => ({
      name,
      alias,
      ...metric,
    }));
    return this.#message(deviceTopic(this.#id, "DBIRTH", device), metrics, now);
  }

  #message(topic: string, metrics: readonly Metric[], now: number): EdgeMessage {
    this.#seq = (this.#seq + 1) % 256;
    return {
      topic,
      payload: encodePayload({ timestamp: now, seq: this.#seq, metrics }),
      qos: 0,
      retain: false,
    };
  }
}

const dataOf = (alias: bigint, { type, value }: EdgeMetric, timestamp: number): Metric => ({
  alias,
  type,
  timestamp,
  value,
});

/** Arrays and the like are new each time: whoever sends them means it. */
const sameValue = (a: Value | null, b: Value | null): boolean => Object.is(a, b);
