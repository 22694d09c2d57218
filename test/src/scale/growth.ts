import {
  type Contract,
  failures,
  type FeatureWindow,
  features,
  type Message,
  predictions,
  samples,
  toAlarm,
  alarms,
} from "@presage/contracts";
import type { Entry } from "@presage/stream";
import { pathOf } from "../support/plant-log.ts";
import { heapBytes, Meter } from "./meter.ts";
import { openRig, type Rig, type ServiceName } from "./rigs.ts";

export const WINDOW = 10_000;
/** A poll has as many messages whatever the number of assets, so that what a poll costs is spread alike. */
const POLL = 500;
/** Today's midnight: the console's trends are of lately. */
export const BEGIN = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 86_400_000;

const entry = <V>(contract: Contract<V>, message: Message<V>): Entry => ({
  key: message.key,
  time: message.time,
  value: contract.encode(message),
});

const windowOf = (n: number) => {
  const start = BEGIN + n * WINDOW;
  return { start, end: start + WINDOW, closedAt: start + WINDOW + 2_000 };
};

/** A sensor of each quantity, as a small machine has. */
function featureEntry(i: number, n: number): Entry {
  const { value } = features.example;
  const times = windowOf(n);
  const [vibration] = Object.values(value.sensors);
  const quality = { ...vibration?.quality, lastAt: times.start + 5_000 };
  const sensors = { "vib-x": { ...vibration, quality } } as FeatureWindow["sensors"];
  return entry(features, { key: pathOf(i), time: times.end, value: { ...value, ...times, sensors } });
}

function sampleEntry(i: number, n: number): Entry {
  const time = BEGIN + n * WINDOW + 5_000;
  const value = {
    sensor: "temperature",
    quantity: "temperature" as const,
    unit: "Cel",
    rate: 0,
    values: Float32Array.of(40 + ((i + n) % 10)),
    received: time,
    clockSkewed: false,
    deviceTime: time,
    seq: n,
  };
  return entry(samples, { key: pathOf(i), time, value });
}

export function alarmEntry(i: number, n: number): Entry {
  const { value } = failures.example;
  const time = BEGIN + n * WINDOW;
  const key = pathOf(i);
  const state = n === 0 ? ("opened" as const) : ("updated" as const);
  const failure = {
    ...value,
    id: `${key}@${BEGIN}`,
    state,
    openedAt: BEGIN + 1_000 * (i % 20),
    updatedAt: time,
    revision: n + 1,
  };
  return entry(alarms, toAlarm({ key, time, value: failure }));
}

const predictionEntry = (i: number, n: number): Entry =>
  entry(predictions, {
    key: pathOf(i),
    time: windowOf(n).end,
    value: { ...predictions.example.value, ...windowOf(n) },
  });

interface Subject {
  readonly service: ServiceName;
  readonly topic: string;
  readonly make: (asset: number, n: number) => Entry;
}

const SUBJECTS: readonly Subject[] = [
  { service: "features", topic: "samples", make: sampleEntry },
  { service: "scorer", topic: "features", make: featureEntry },
  { service: "quality", topic: "features", make: featureEntry },
  { service: "grouper", topic: "alarms", make: alarmEntry },
  { service: "publisher", topic: "predictions", make: predictionEntry },
  { service: "console", topic: "features", make: featureEntry },
];

async function feed(
  rig: Rig,
  { topic, make }: Subject,
  assets: number,
  n: number,
  meter: Meter,
): Promise<void> {
  for (let first = 0; first < assets; first += POLL) {
    const count = Math.min(POLL, assets - first);
    const entries = Array.from({ length: count }, (_, i) => make(first + i, n));
    await meter.measure(() => rig.tape.feed(topic, entries));
    for (const out of rig.tape.written.keys()) rig.tape.take(out);
  }
  // What the bridge says every second, and the features stage after each window.
  const beat: Entry = { key: "", time: windowOf(n).end, value: new Uint8Array(0), partition: 0 };
  if (topic !== "predictions" && topic !== "alarms")
    for (let k = 0; k < (topic === "samples" ? 10 : 1); k++)
      await meter.measure(() => rig.tape.feed(topic, [{ ...beat, time: beat.time + k }]));
}

async function bridgeRound(rig: Rig, assets: number, n: number, meter: Meter): Promise<void> {
  for (let first = 0; first < assets; first += POLL) {
    const arrivals = Array.from({ length: Math.min(POLL, assets - first) }, (_, i) => ({
      topic: `plant/${pathOf(first + i)}/temperature`,
      payload: Buffer.from(JSON.stringify({ t: Date.now(), v: 40 + n, unit: "Cel" })),
      receivedAt: Date.now(),
    }));
    await meter.measure(() => rig.bridge?.handle(arrivals));
    rig.tape.take("samples");
  }
}

/** What a service costs with so many assets. */
export interface Growth {
  readonly service: ServiceName;
  readonly assets: number;
  readonly windows: number;
  /** Processor time of a message once all assets are known, µs. */
  readonly messageMicros: number;
  /** Memory of an asset at the end, bytes. */
  readonly assetBytes: number;
}

/** A round makes all assets known; what is measured are the rounds after it. */
export async function grow(service: ServiceName, assets: number, windows: number): Promise<Growth> {
  const before = heapBytes();
  const rig = await openRig(service);
  const subject = SUBJECTS.find((each) => each.service === service);
  const round = (n: number, meter: Meter): Promise<void> =>
    subject === undefined ? bridgeRound(rig, assets, n, meter) : feed(rig, subject, assets, n, meter);
  await round(0, new Meter());
  const meter = new Meter();
  for (let n = 1; n <= windows; n++) await round(n, meter);
  const assetBytes = (heapBytes() - before) / assets;
  await rig.close();
  return { service, assets, windows, messageMicros: meter.per(windows * assets), assetBytes };
}

export const GROWN: readonly ServiceName[] = ["bridge", ...SUBJECTS.map(({ service }) => service)];
