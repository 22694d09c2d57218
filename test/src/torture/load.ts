import { createRandom, seedOf } from "@presage/simulator";

/** What one device sends next. */
export interface Post {
  readonly sensor: "temp" | "vib-x";
  readonly seq: number;
  readonly topic: string;
  /** Whether Presage can use it. */
  readonly good: boolean;
  /** How often it is sent. */
  readonly times: 1 | 2;
  /** How far its time is behind the device's clock, milliseconds: more than the grace is late. */
  readonly behindMs: number;
  /** @param t event time, epoch milliseconds */
  payload(t: number): string;
}

const LINES = 3;
const BLOCK = 64;
const RATE_HZ = 2_560;
/** Beyond window and grace, within what a clock may be off. */
const LATE_MS = 20_000;
/** So many messages of a device are of one phase, in which it is hot or not. */
const PHASE = 40;
const HOT_CEL = 120;
const WARM_CEL = 60;

/** Asset ids: they are spread over three lines. */
export const assetsOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `site/hall/line${i % LINES}/machine${i}`);

/** On the first line all machines are hot at once, which is a flood; elsewhere each for itself. */
function isHot(seed: number, device: number, n: number): boolean {
  const line = device % LINES;
  const who = line === 0 ? -1 : device;
  const phase = Math.floor(n / PHASE);
  return phase > 0 && createRandom(seedOf(seed, who + 1, phase)).uniform() < 0.4;
}

/**
 * The n-th message of a device, from the seed alone: temperature and vibration in turn. Some are late, some come twice, some are no
 * messages at all; the last ones (`plain`) are neither.
 */
export function postOf(seed: number, device: number, asset: string, n: number, plain = false): Post {
  const random = createRandom(seedOf(seed, device, n));
  const kind = random.uniform();
  const isTemperature = n % 2 === 0;
  const sensor = isTemperature ? "temp" : "vib-x";
  const seq = Math.floor(n / 2);
  const good = plain || kind >= 0.02;
  const round = (x: number): number => Math.round(x * 1e3) / 1e3;
  const level = !plain && isHot(seed, device, n) ? HOT_CEL : WARM_CEL;
  const value = isTemperature
    ? { v: round(level + random.uniform()), unit: "Cel" }
    : { v: Array.from({ length: BLOCK }, () => round(0.02 * random.normal())), unit: "g", rate: RATE_HZ };
  return {
    sensor,
    seq,
    topic: `plant/${asset}/${sensor}`,
    good,
    times: !plain && kind > 0.97 ? 2 : 1,
    behindMs: !plain && kind > 0.94 && kind <= 0.97 ? LATE_MS : 0,
    payload: (t) => JSON.stringify({ t, seq, ...value, ...(!good && { v: "broken" }) }),
  };
}
