import type { Log } from "./evidence.ts";

/** What may be done to a part of a plant. */
export interface Part {
  /** `scorer-2`, `kafka-1`, `mosquitto`. */
  readonly name: string;
  readonly kind: "service" | "kafka" | "mosquitto";
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGTERM. */
  end(): Promise<void>;
  /** Starts it again; resolves when it serves, or after a while. */
  start(env?: Readonly<Record<string, string>>): Promise<void>;
  /** SIGSTOP and SIGCONT. */
  pause(): void;
  resume(): void;
  /** The network before it, if something is there. */
  readonly network?: { hold(): void; release(): void; slow(ms: number): void };
  /** A disk of its own that can be filled up and freed again. */
  readonly disk?: { fill(): void; free(): void };
}

/** Everything between devices and MES, and the log to look into. */
export interface Plant {
  readonly mode: "kafka" | "embedded";
  readonly parts: readonly Part[];
  /** The MQTT broker of devices and MES. */
  readonly mqttUrl: string;
  /** Runs a command of `presage` beside it. Throws with its output if it fails. */
  command(...args: readonly string[]): Promise<void>;
  /** What ended without being asked to. */
  readonly ends: readonly string[];
  /** Waits until all parts are ready, or for so long; names of those that are not, and why. */
  ready(patienceMs: number): Promise<readonly string[]>;
  readLog(): Promise<Log>;
  /** The last lines of each process. */
  outputs(): string;
  close(): Promise<void>;
}

/** What both kinds of plant are told. */
export const SETTINGS = `
sources:
  - { template: 'plant/{site}/{area}/{line}/{asset}/{sensor}', qos: 1, shared: torture }
mes: { shared: torture }
windows: { size: 2s, grace: 1s }
baseline: { windows: 5 }
decision: { k: 1, n: 1, clearWindows: 1, quietTime: 2s }
flood: { members: 2, within: 10s }
`;

export const PARTITIONS = 4;
