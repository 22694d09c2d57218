import { setTimeout as delay } from "node:timers/promises";
import type { Devices } from "./devices.ts";
import type { Part, Plant } from "./plant.ts";

/** What a fault is done to. */
export interface Scene {
  readonly plant: Plant;
  readonly devices: Devices;
  /** Turns up one by one: the models that are swapped. */
  readonly models: readonly string[];
}

/** What of a part decides which faults it can have. */
export type Suitable = Pick<Part, "name" | "kind" | "network" | "disk">;

interface Fault {
  readonly what: string;
  /** Whether a part can have it. */
  suits(part: Suitable): boolean;
  /** How long it lasts, seconds: from, to. */
  readonly seconds: readonly [number, number];
  /** Makes it, waits as long, and heals it. */
  run(part: Part, ms: number, scene: Scene): Promise<void>;
}

const isService = ({ kind }: Suitable): boolean => kind === "service";
const FAR_MS = 90_000;
const SLOW_MS = 150;

/** Runs before everything else in a Node.js process, and sets its clock off. */
const shiftedClock = (ms: number): Readonly<Record<string, string>> => {
  const shim = `const D = Date, now = D.now; const off = ${ms};
globalThis.Date = class extends D { constructor(...a) { a.length === 0 ? super(now() + off) : super(...a); } static now() { return now() + off; } };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(shim)}` };
};

/** The faults, by name. */
export const FAULTS = {
  kill: {
    what: "kill -9, started again",
    suits: ({ kind }) => kind !== "mosquitto",
    seconds: [0, 3],
    async run(part, ms) {
      await part.kill();
      await delay(ms);
      await part.start();
    },
  },
  "kill-mosquitto": {
    what: "kill -9 of Mosquitto, started again",
    suits: ({ kind }) => kind === "mosquitto",
    seconds: [0, 3],
    async run(part, ms) {
      await part.kill();
      await delay(ms);
      await part.start();
    },
  },
  stop: {
    what: "SIGSTOP, SIGCONT",
    suits: () => true,
    seconds: [5, 60],
    async run(part, ms) {
      part.pause();
      await delay(ms);
      part.resume();
    },
  },
  partition: {
    what: "nothing reaches it or comes from it over the network",
    suits: ({ network }) => network !== undefined,
    seconds: [5, 60],
    async run(part, ms) {
      part.network?.hold();
      await delay(ms);
      part.network?.release();
    },
  },
  slow: {
    what: `all that goes to it or comes from it takes ${SLOW_MS} ms longer`,
    suits: ({ network }) => network !== undefined,
    seconds: [5, 20],
    async run(part, ms) {
      part.network?.slow(SLOW_MS);
      await delay(ms);
      part.network?.slow(0);
    },
  },
  disk: {
    what: "its disk is full, and then it is not",
    suits: ({ disk }) => disk !== undefined,
    seconds: [3, 10],
    async run(part, ms) {
      part.disk?.fill();
      await delay(ms);
      part.disk?.free();
      // Kafka gives up a disk that failed it, for good.
      if (part.kind !== "kafka") return;
      await part.kill();
      await part.start();
    },
  },
  clock: {
    what: `its clock is ${FAR_MS / 1e3} s ahead`,
    suits: isService,
    seconds: [5, 15],
    async run(part, ms) {
      await part.end();
      await part.start(shiftedClock(FAR_MS));
      await delay(ms);
      await part.end();
      await part.start();
    },
  },
  "device-clocks": {
    what: `the clocks of all devices are ${FAR_MS / 1e3} s behind`,
    suits: ({ name }) => name === "presage" || name === "mosquitto",
    seconds: [5, 15],
    async run(_, ms, { devices }) {
      devices.skewMs = -FAR_MS;
      await delay(ms);
      devices.skewMs = 0;
    },
  },
  roll: {
    what: "all services are ended and started again, one after the other",
    suits: ({ name }) => name === "presage" || name === "mosquitto",
    seconds: [0, 1],
    async run(_, ms, { plant }) {
      for (const part of plant.parts.filter(isService)) {
        await part.end();
        await delay(ms);
        await part.start();
      }
    },
  },
  swap: {
    what: "`presage model promote`, one model after the other",
    suits: ({ name }) => name === "presage" || name === "mosquitto",
    seconds: [1, 2],
    async run(_, ms, { plant, models }) {
      for (const model of models) {
        await plant.command("model", "promote", model, "--by", "torture");
        await delay(ms);
      }
    },
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];
export const faultOf = (name: FaultName): Fault => FAULTS[name];
