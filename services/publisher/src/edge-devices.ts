import { assetPath, type Failure, type Feedback, type Message, type Prediction } from "@presage/contracts";
import type { EdgeMetric } from "@presage/sparkplug";
import { type AssetValues, edgeMetrics, failureValues, predictionValues } from "./edge-metrics.ts";
import { KeptStates } from "./kept-states.ts";

/** What came of a poll, for the edge node. */
export interface EdgeNews {
  readonly revisions: readonly Message<Failure>[];
  readonly said: readonly Message<Feedback>[];
  /** At most one of each asset. */
  readonly scored: readonly Message<Prediction>[];
}

/** A device as it is now: its metrics, or none if it is gone. */
export interface EdgeDevice {
  readonly device: string;
  readonly metrics?: Readonly<Record<string, EdgeMetric>>;
}

/** What the log keeps of an asset. */
interface Kept {
  readonly values: AssetValues;
  readonly outOfService?: true;
}

/** The state that holds the number of the last connection. */
const CONNECTION = "sparkplug";

type DeviceIds = (path: Readonly<Record<string, string>>) => string;

/** Makes devices' ids of a template such as `{line}:{asset}`. */
export const deviceIds =
  (template: string): DeviceIds =>
  (path) =>
    template.replaceAll(/\{(\w+)\}/g, (_, level: string) => path[level] ?? "");

/** The id of a partition's edge node: instances that share partitions take their nodes with them. */
export const nodeOf = (edgeNode: string, partition: number, partitions: number): string =>
  partitions === 1 ? edgeNode : `${edgeNode}-${partition}`;

/**
 * The devices of a partition's edge node. What is known of its assets, and the number of its last connection, are kept in the
 * log with the place in it: births after a restart say all of it.
 */
export class EdgeDevices {
  readonly #idOf: DeviceIds;
  readonly #kept: KeptStates<Kept>;
  #bdSeq = 255;
  #connected = false;

  /**
   * @param states of the claim
   * @param idOf makes a device's id of the levels of an asset's path
   */
  constructor(states: ReadonlyMap<string, Uint8Array>, idOf: DeviceIds) {
    this.#idOf = idOf;
    this.#kept = new KeptStates(states, `${CONNECTION}/`);
    const last = states.get(CONNECTION);
    if (last !== undefined)
      this.#bdSeq = (JSON.parse(new TextDecoder().decode(last)) as { bdSeq: number }).bdSeq;
  }

  /** Number of the last connection, 0 to 255; 255 before the first. */
  get bdSeq(): number {
    return this.#bdSeq;
  }

  set bdSeq(bdSeq: number) {
    this.#bdSeq = bdSeq;
    this.#connected = true;
  }

  /** All that are there. */
  devices(now: number): EdgeDevice[] {
    return this.#kept
      .keys()
      .map((key) => this.#deviceOf(key, now))
      .filter(({ metrics }) => metrics);
  }

  /** Devices that may have changed, each once. */
  take({ revisions, said, scored }: EdgeNews, now: number): EdgeDevice[] {
    const touched = new Set<string>();
    const merge = (key: string, values: AssetValues, more: Omit<Kept, "values"> = {}): void => {
      const before = this.#kept.get(key);
      touched.add(key);
      this.#kept.set(key, { ...before, ...more, values: { ...before?.values, ...values } });
    };
    for (const message of revisions) merge(message.key, failureValues(message));
    for (const message of scored) merge(message.key, predictionValues(message));
    for (const { key, value } of said) {
      if (value.action === "out-of-service") merge(key, {}, { outOfService: true });
      if (value.action !== "in-service") continue;
      touched.add(key);
      this.#kept.set(key, { values: this.#kept.get(key)?.values ?? {} });
    }
    return [...touched].map((key) => this.#deviceOf(key, now));
  }

  /** The states that changed since it was asked last. */
  changed(): ReadonlyMap<string, Uint8Array> {
    const changed = new Map(this.#kept.changed());
    if (this.#connected)
      changed.set(CONNECTION, new TextEncoder().encode(JSON.stringify({ bdSeq: this.#bdSeq })));
    this.#connected = false;
    return changed;
  }

  #deviceOf(key: string, now: number): EdgeDevice {
    const device = this.#idOf({ ...assetPath(key) });
    const kept = this.#kept.get(key);
    return kept === undefined || kept.outOfService === true
      ? { device }
      : { device, metrics: edgeMetrics(kept.values, now) };
  }
}
