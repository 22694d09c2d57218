import {
  type Contract,
  type Failure,
  failures,
  features,
  type FeatureWindow,
  groups,
  type Message,
  predictions,
  type Prediction,
  samples,
} from "@presage/contracts";
import { createMachine, vibration } from "@presage/simulator";
import type { Broker } from "@presage/stream";

/** Length of the windows, milliseconds. */
export const WINDOW = 10_000;

const PER_LINE = 20;

/** The path of the i-th asset: twenty to a line, ten lines to an area, five areas to a site. */
export function pathOf(i: number): string {
  const line = Math.floor(i / PER_LINE);
  const area = Math.floor(line / 10);
  return `site${Math.floor(area / 5) + 1}/area${(area % 5) + 1}/line${(line % 10) + 1}/pump${i + 1}`;
}

/** Appends messages to their topic. */
export const write = <V>(
  broker: Broker,
  contract: Contract<V>,
  messages: readonly Message<V>[],
): Promise<void> =>
  broker.append(
    contract.topic,
    messages.map((message) => ({
      key: message.key,
      time: message.time,
      value: contract.encode(message),
    })),
  );

/** The features of an asset's window that starts at a time. */
export function featuresAt(
  key: string,
  start: number,
  over: Partial<FeatureWindow> = {},
): Message<FeatureWindow> {
  const { value } = features.example;
  const end = start + WINDOW;
  const { blocks: _blocks, ...rest } = value;
  return { key, time: end, value: { ...rest, start, end, closedAt: Date.now(), ...over } };
}

/** The prediction of an asset's window that starts at a time. */
export function predictionAt(
  key: string,
  start: number,
  risk: number,
  over: Partial<Prediction> = {},
): Message<Prediction> {
  const { value } = predictions.example;
  const end = start + WINDOW;
  return { key, time: end, value: { ...value, start, end, closedAt: Date.now(), risk, ...over } };
}

/** A failure of an asset that opened at a time. */
export function failureAt(key: string, openedAt: number, over: Partial<Failure> = {}): Message<Failure> {
  const { value } = failures.example;
  const updatedAt = over.updatedAt ?? openedAt;
  return {
    key,
    time: updatedAt,
    value: {
      ...value,
      id: `${key}@${openedAt}`,
      openedAt,
      updatedAt,
      remainingLifeHours: { p10: 8, p50: 30, p90: 80 },
      evidence: { start: openedAt - WINDOW, end: openedAt },
      ...over,
    },
  };
}

const SEVERITIES = ["low", "medium", "high", "critical"] as const;
const MODES = ["outer-race", "inner-race", "imbalance", "misalignment", "overheating"] as const;

/** A failure of the i-th asset; they differ. */
export function failureOf(i: number, openedAt: number): Message<Failure> {
  const life = 5 + ((i * 37) % 400);
  return failureAt(pathOf(i), openedAt, {
    severity: SEVERITIES[i % 4] ?? "low",
    risk: 0.5 + (i % 50) / 100,
    modes: [{ mode: MODES[i % 5] ?? "outer-race", score: 0.7, lines: [] }],
    remainingLifeHours: { p10: life / 3, p50: life, p90: life * 2 },
  });
}

/** A plant: its last window, and open failures of some of its assets, one after the other. */
export async function writePlant(
  broker: Broker,
  assets: number,
  failing: number,
  now = Date.now(),
): Promise<void> {
  const start = Math.floor(now / WINDOW) * WINDOW - 2 * WINDOW;
  const all = Array.from({ length: assets }, (_, i) => pathOf(i));
  await write(
    broker,
    features,
    all.map((key) => featuresAt(key, start)),
  );
  await write(
    broker,
    predictions,
    all.map((key, i) => predictionAt(key, start, i < failing ? 0.8 : 0.02)),
  );
  await write(
    broker,
    failures,
    Array.from({ length: failing }, (_, i) => failureOf(i, now - (i + 1) * 60_000)),
  );
}

/** The machine whose life `writeLife` writes. */
const WEARING = createMachine({ seed: 1, fault: "outer-race" });

/** What `presage.yaml` says of it: its speed and its bearing. */
export function configOfLife(path: string): string {
  const { balls, ball_mm, pitch_mm, contact_deg } = WEARING.bearing;
  return `assets:
  - path: ${path}
    class: pump
    shaftSpeed: ${WEARING.shaftHz * 60}
    bearing: { balls: ${balls}, ballDiameter: ${ball_mm}, pitchDiameter: ${pitch_mm}, contactAngle: ${contact_deg} }
`;
}

/** A life: windows of an asset with raw blocks, while its outer race wears, up to now, and the failure that came of it. */
export async function writeLife(
  broker: Broker,
  key: string,
  windows: number,
  now = Date.now(),
): Promise<string> {
  const machine = WEARING;
  const first = Math.floor(now / WINDOW) * WINDOW - windows * WINDOW;
  const offsets: number[] = [];
  const blocks = Array.from({ length: windows }, (_, n) => {
    offsets.push(n);
    const condition = { wear: n / windows, speed: 1, load: 1 };
    const values = Float32Array.from(vibration(machine, condition, n));
    const time = first + n * WINDOW + 500;
    const value = {
      sensor: "vib-x",
      quantity: "acceleration" as const,
      unit: "g",
      rate: machine.rate,
      values,
      received: time + 100,
      clockSkewed: false,
    };
    return { key, time, value };
  });
  await write(broker, samples, blocks);
  await write(
    broker,
    features,
    blocks.map((_, n) => featuresAt(key, first + n * WINDOW, { blocks: [n, n] })),
  );
  await write(
    broker,
    predictions,
    blocks.map((_, n) =>
      predictionAt(key, first + n * WINDOW, n / windows, {
        remainingLifeHours: { p10: windows - n, p50: 2 * (windows - n), p90: 4 * (windows - n) },
      }),
    ),
  );
  const failure = failureAt(key, first + Math.floor(windows / 2) * WINDOW, {
    updatedAt: first + windows * WINDOW,
  });
  await write(broker, failures, [failure]);
  return failure.value.id;
}

/** A flood on a line: failures of its first assets, and the group that stands for them. */
export async function writeFlood(
  broker: Broker,
  line: number,
  members: number,
  now = Date.now(),
): Promise<string> {
  const { value } = groups.example;
  const found = Array.from({ length: members }, (_, i) =>
    failureOf(line * PER_LINE + i, now - 1_000 * (members - i)),
  );
  const lineId = pathOf(line * PER_LINE)
    .split("/", 3)
    .join("/");
  const id = `${lineId}@${now}`;
  await write(
    broker,
    failures,
    found.map(({ value: failure, ...message }) => ({ ...message, value: { ...failure, group: id } })),
  );
  await write(broker, groups, [
    {
      key: lineId,
      time: now,
      value: {
        ...value,
        id,
        line: lineId,
        openedAt: now,
        updatedAt: now,
        members: found.map(({ key, value: { id: failure, severity, openedAt } }) => ({
          asset: key,
          failure,
          severity,
          state: "open" as const,
          openedAt,
        })),
      },
    },
  ]);
  return id;
}
