import {
  type Breach,
  breaches,
  type Feedback,
  type FeatureWindow,
  type Message,
  type QualityDay,
  qualityDays,
  type SensorQuality,
} from "@presage/contracts";
import { type Requirement, checkFinder } from "./check.ts";
import { type QualityState, qualityStage } from "./stage.ts";

export const KEY = "site1/press/line2/motor7";
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const WINDOW = 10 * SECOND;

/** Noon of a day in UTC. */
export const NOON = Date.UTC(2026, 10, 27, 12);

/** A window opens nothing at once, and closes nothing at once, unless a test says so. */
export const requirement = (over: Partial<Requirement>): Requirement => ({
  name: "all",
  sensors: ["*"],
  for: MINUTE,
  clear: 5 * MINUTE,
  ...over,
});

/** A sensor's quality in a window that begins at `start`: whole, in time and moving. */
export const good = (start: number, over: Partial<SensorQuality> = {}): SensorQuality => ({
  blocks: 10,
  samples: 10,
  coverage: 1,
  gaps: 0,
  stuck: 0,
  outOfRange: 0,
  clipped: 0,
  clockSkewed: 0,
  source: "plant",
  qos: [0, 10, 0],
  duplicates: 0,
  late: 0,
  sequence: { numbered: 10, lost: 0, recovered: 0, restarts: 0 },
  latency: { min: 5, median: 20, max: 80 },
  timed: 10,
  lastAt: start + 9 * SECOND,
  longestGap: SECOND,
  extremes: [39, 41],
  unchanged: 0,
  ...over,
});

interface Options {
  readonly requirements?: readonly Requirement[];
  readonly every?: Readonly<Record<string, number>>;
}

/** A quality stage with one asset, which is told window after window and heartbeat after heartbeat. */
export function follow({ requirements = [], every = { temp: SECOND } }: Options = {}) {
  let stage = stageOf(requirements);
  let state: QualityState = null;
  const told: Breach[] = [];
  const days: QualityDay[] = [];
  /** Heartbeats that were due. */
  let due = 0;

  function stageOf(list: readonly Requirement[]) {
    const checks = checkFinder(list);
    return qualityStage({
      expected: [KEY],
      rulesOf: () => ({
        windowMs: WINDOW,
        every: new Map(Object.entries(every)),
        checksOf: (sensor) => checks("pump", sensor),
      }),
    });
  }

  function take(step: ReturnType<typeof stage.step>): void {
    if (step instanceof Promise) throw new Error("not pure");
    const [next, outputs] = step;
    for (const o of outputs)
      if (o.topic === breaches.topic) told.push(breaches.decode(o.key, o.time, o.encode()).value);
      else days.push(qualityDays.decode(o.key, o.time, o.encode()).value);
    // What the log keeps of a state is JSON.
    state = next === state ? next : (JSON.parse(JSON.stringify(next)) as QualityState);
  }

  /** Windows from `from` to `to`, each with the sensors that `sensorsAt` gives. */
  function windows(
    from: number,
    to: number,
    sensorsAt: (start: number) => Readonly<Record<string, SensorQuality>> = (start) => ({
      temp: good(start),
    }),
  ): void {
    for (let start = from; start < to; start += WINDOW) {
      const sensors = Object.entries(sensorsAt(start)).map(([sensor, quality]) => [
        sensor,
        { quantity: "temperature" as const, unit: "Cel", features: {}, quality },
      ]);
      const end = start + WINDOW;
      const value: FeatureWindow = {
        start,
        end,
        closedAt: end + 2 * SECOND,
        sensors: Object.fromEntries(sensors) as FeatureWindow["sensors"],
        quality: { duplicates: 0, late: 0, usable: 1 },
      };
      const message: Message<FeatureWindow> = { key: KEY, time: end, value };
      take(stage.step(state, message));
    }
  }

  /** Heartbeats, one each ten seconds of the bridge's clock. Throws if one that is not due changes something. */
  function beats(from: number, to: number): void {
    const { heartbeat } = stage;
    if (heartbeat === undefined) throw new Error("no heartbeats");
    for (let now = from; now < to; now += 10 * SECOND) {
      const step = heartbeat.step(state, KEY, now);
      const isDue = now >= heartbeat.due(state, KEY);
      if (!isDue && (step[0] !== state || step[1].length > 0))
        throw new Error(`due at ${heartbeat.due(state, KEY)}, and changes already at ${now}`);
      due += Number(isDue);
      take(step);
    }
  }

  function say(action: "out-of-service" | "in-service", at: number): void {
    const message: Message<Feedback> = { key: KEY, time: at, value: { action, at, by: "jo" } };
    state = stage.control?.step(state, message) ?? state;
  }

  const configure = (list: readonly Requirement[]): void => void (stage = stageOf(list));
  /** What happened to the breaches, as `temp gap opened`. */
  const story = (): string[] => told.map(({ sensor, kind, state: is }) => `${sensor} ${kind} ${is}`);

  return {
    told,
    days,
    windows,
    beats,
    say,
    configure,
    story,
    get due() {
      return due;
    },
    get state() {
      return state;
    },
  };
}
