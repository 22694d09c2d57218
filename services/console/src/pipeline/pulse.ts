import type { Metrics } from "@presage/service";
import type { Broker, Group } from "@presage/stream";
import type { LagPoint } from "./keeping-up.ts";
import { readCounts, type Reading } from "./reading.ts";

/** How the pipeline did in the last hour. In memory: after a restart it begins anew. */
export interface Pulse {
  readonly readings: readonly Reading[];
  /** How far each group was behind in each of its topics. */
  readonly lags: readonly GroupLag[];
  /** Why the lag cannot be told; undefined if it can. */
  readonly problem: string | undefined;
  close(): Promise<void>;
}

export interface GroupLag {
  readonly group: string;
  readonly topic: string;
  readonly points: readonly LagPoint[];
}

export interface PulseOptions {
  readonly metrics: Metrics;
  readonly broker: Broker;
  readonly groups: readonly Group[];
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told after every look. */
  readonly onLook: () => void;
}

const EVERY_MS = 10_000;
const HOUR_MS = 3_600_000;

/** An hour of looks, with the one before it, to tell the rate of the first. */
const KEPT = HOUR_MS / EVERY_MS + 1;

export function takePulse({ metrics, broker, groups, now, onLook }: PulseOptions): Pulse {
  const readings: Reading[] = [];
  const lags: { group: string; topic: string; points: LagPoint[] }[] = groups.flatMap(({ name, topics }) =>
    topics.map((topic) => ({ group: name, topic, points: [] })),
  );
  let problem: string | undefined;

  async function lookAtLags(time: number): Promise<void> {
    for (const group of groups)
      for (const [topic, messages] of await broker.lag(group)) {
        const points = lags.find((lag) => lag.group === group.name && lag.topic === topic)?.points;
        points?.push({ time, messages });
        if (points !== undefined && points.length > KEPT) points.shift();
      }
  }

  async function look(): Promise<void> {
    const time = now();
    readings.push(await readCounts(metrics, time));
    if (readings.length > KEPT) readings.shift();
    try {
      await lookAtLags(time);
      problem = undefined;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    onLook();
  }

  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, EVERY_MS);
  return {
    readings,
    lags,
    get problem() {
      return problem;
    },
    async close() {
      clearInterval(timer);
      await looking;
    },
  };
}
