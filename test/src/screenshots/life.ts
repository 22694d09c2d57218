import {
  failures,
  type Failure,
  features,
  type FeatureWindow,
  type Message,
  predictions,
  type Prediction,
  samples,
  type SampleBlock,
} from "@presage/contracts";
import { createVibrationAnalyzer, type Diagnosis, isoZone } from "@presage/signal";
import { createMachine, createRandom, vibration, wearAt } from "@presage/simulator";
import type { Broker } from "@presage/stream";
import { failureAt, featuresAt, predictionAt, write } from "../support/plant-log.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Length of the windows, as the configuration of the plant has it. */
export const WINDOW = 5 * MINUTE;
const DAYS = 14;
/** Windows from one raw block to the next. */
const EVERY = 12;
/** How much of its life the machine has behind it. */
const LIVED = 0.97;

/** A pump of 1480 r/min with a 6205 on each side, whose outer race wears on the drive end. */
export const SHAFT_SPEED = 1_480;
const BEARING = { balls: 9, ball_mm: 7.94, pitch_mm: 39.04, contact_deg: 0 };
const PUMP = createMachine({
  seed: 12,
  fault: "outer-race",
  shaftHz: SHAFT_SPEED / 60,
  bearing: BEARING,
  blockSamples: 8_192,
  wearLaw: { onset: 0.55, exponent: 1.6 },
});
const SENSORS = ["vib-de", "vib-nde"] as const;
const DRIVEN = ["envelope_bpfo_ratio", "rms", "peak", "band_rms_4000_nyquist", "velocity_rms"];
/** A baseline is not trusted to be narrower than this share of its middle. */
const NARROWEST = 0.2;

/** What was measured in a window, and how worn the machine was. */
interface Measured {
  readonly start: number;
  readonly wear: number;
  readonly temperature: number;
  readonly sensors: Readonly<Record<string, Diagnosis>>;
  /** Offsets of its raw blocks, if it has any. */
  readonly blocks?: readonly [number, number];
}

/** Two weeks of the pump up to now, with its raw blocks, and the failure that was predicted. Returns the failure's id. */
export async function writePumpLife(broker: Broker, key: string, now: number): Promise<string> {
  const { blocks, windows } = await live(key, now);
  await write(broker, samples, blocks);
  await write(
    broker,
    features,
    windows.map((measured) => featuresOf(key, measured)),
  );
  const references = referencesOf(windows.slice(0, 300));
  const predicted = windows.map((measured) => predictionOf(key, measured, references));
  await write(broker, predictions, predicted);
  const revisions = failureOf(key, predicted);
  await write(broker, failures, revisions);
  return revisions[0].value.id;
}

async function live(key: string, now: number) {
  const analyzer = await createVibrationAnalyzer();
  const random = createRandom(7);
  const count = (DAYS * DAY) / WINDOW;
  const first = Math.floor(now / WINDOW) * WINDOW - count * WINDOW;
  const blocks: Message<SampleBlock>[] = [];
  const windows: Measured[] = [];
  let sensors: Record<string, Diagnosis> = {};
  for (let n = 0; n < count; n++) {
    const start = first + n * WINDOW;
    const wear = wearAt(PUMP, (LIVED * n) / count);
    const day = Math.sin((2 * Math.PI * (start % DAY)) / DAY);
    const temperature = 46 + 1.6 * day + 13 * wear ** 2 + 0.25 * random.normal();
    if (n % EVERY !== EVERY - 1) {
      windows.push({ start, wear, temperature, sensors });
      continue;
    }
    const offset = blocks.length;
    sensors = {};
    for (const [axis, sensor] of SENSORS.entries()) {
      const values = Float32Array.from(vibration(PUMP, { wear: axis === 0 ? wear : wear / 4 }, n, axis));
      sensors[sensor] = analyzer.diagnose(values, PUMP.rate, { shaftHz: PUMP.shaftHz, bearing: BEARING });
      const value = { sensor, quantity: "acceleration" as const, unit: "g", rate: PUMP.rate, values };
      const time = start + WINDOW / 2;
      blocks.push({ key, time, value: { ...value, received: time + 200, clockSkewed: false } });
    }
    windows.push({ start, wear, temperature, sensors, blocks: [offset, blocks.length - 1] });
  }
  // Windows before the first block have what it says.
  const known = windows.find((window) => window.blocks !== undefined)?.sensors ?? {};
  return {
    blocks,
    windows: windows.map((window, n) => (n < EVERY - 1 ? { ...window, sensors: known } : window)),
  };
}

const QUALITY = { samples: 8_192, coverage: 1, gaps: 0, stuck: 0, outOfRange: 0, clipped: 0, clockSkewed: 0 };

function featuresOf(key: string, { start, temperature, sensors, blocks }: Measured): Message<FeatureWindow> {
  const measured: FeatureWindow["sensors"] = {
    temp: {
      quantity: "temperature",
      unit: "Cel",
      features: { mean: temperature, max: temperature + 0.4 },
      quality: { ...QUALITY, blocks: 5, samples: 5 },
    },
  };
  for (const [sensor, { features: found, evidence }] of Object.entries(sensors))
    measured[sensor] = {
      quantity: "acceleration",
      unit: "g",
      features: found,
      zone: isoZone(found["velocity_rms"] ?? 0, 2, "rigid"),
      evidence: [...evidence],
      quality: { ...QUALITY, blocks: 1 },
    };
  const { value, ...message } = featuresAt(key, start);
  const end = start + WINDOW;
  return {
    ...message,
    time: end,
    value: { ...value, end, sensors: measured, ...(blocks && { blocks: [...blocks] as [number, number] }) },
  };
}

interface Reference {
  readonly middle: number;
  readonly spread: number;
}

const featureOf = ({ sensors }: Measured, name: string): number => sensors[SENSORS[0]]?.features[name] ?? 0;

function referencesOf(windows: readonly Measured[]): ReadonlyMap<string, Reference> {
  return new Map(
    DRIVEN.map((name) => {
      const values = windows.map((window) => featureOf(window, name));
      const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length;
      return [name, { middle, spread: Math.max(Math.sqrt(variance), NARROWEST * middle) }];
    }),
  );
}

function predictionOf(
  key: string,
  measured: Measured,
  references: ReadonlyMap<string, Reference>,
): Message<Prediction> {
  const { start, wear, sensors } = measured;
  const drivers = [...references]
    .map(([feature, { middle, spread }]) => {
      const value = featureOf(measured, feature);
      return { feature, sensor: SENSORS[0], value, reference: middle, deviation: (value - middle) / spread };
    })
    .toSorted((a, b) => b.deviation - a.deviation);
  // Some unrest, which the model has too.
  const unrest = 0.012 * Math.sin(start / (7 * HOUR)) + 0.006 * Math.sin(start / 900_000);
  const risk = Math.min(0.97, Math.max(0.004, 0.012 + 1.12 * wear ** 1.3 + unrest * (0.2 + wear)));
  const left = ((1 - LIVED) / LIVED) * DAYS * 24 + (Date.now() - start) / HOUR;
  const life = { p10: left * 0.45, p50: left, p90: left * 1.9 };
  const modes = (sensors[SENSORS[0]]?.evidence ?? []).filter(({ score }) => score >= 0.2);
  const { value, ...message } = predictionAt(key, start, risk, {
    end: start + WINDOW,
    drivers: drivers.slice(0, 5),
    remainingLifeHours: life,
    modes: [...modes],
    zone: isoZone(featureOf(measured, "velocity_rms"), 2, "rigid"),
    baseline: { version: 1, frozen: true, windows: 30, state: "any" },
    model: { name: "bearing-wear", version: "1.2.0", digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b" },
  });
  return { ...message, time: start + WINDOW, value };
}

/** What a shift of the risk by each feature may look like. */
const SHARES = [0.42, 0.27, 0.16, 0.1, 0.05] as const;

/** The failure as it was opened, and as it is now. */
function failureOf(
  key: string,
  predicted: readonly Message<Prediction>[],
): [Message<Failure>, Message<Failure>] {
  const opened = predicted.find(({ value }) => (value.risk ?? 0) > 0.5);
  const last = predicted.at(-1);
  if (opened === undefined || last === undefined) throw new Error("nothing was predicted");
  const baseRisk = 0.012;
  const revision = ({ value }: Message<Prediction>, over: Partial<Failure>): Message<Failure> => {
    const { risk, drivers, modes = [], remainingLifeHours, zone, model, end } = value;
    const before = predicted.filter(
      (one) => one.value.end <= end && (end - one.value.end) % (6 * HOUR) === 0,
    );
    return failureAt(key, opened.value.end, {
      updatedAt: end,
      risk,
      trend: before.slice(-12).map((one) => one.value.risk ?? 0),
      horizonHours: 48,
      drivers,
      modes,
      baseRisk,
      contributions: drivers.map(({ feature }, i) => ({
        feature: `acceleration.${feature}`,
        contribution: ((risk ?? 0) - baseRisk) * (SHARES[i] ?? 0),
      })),
      evidence: { start: end - 3 * HOUR, end },
      ...(remainingLifeHours && { remainingLifeHours }),
      ...(zone && { zone }),
      ...(model && { model }),
      ...over,
    });
  };
  const what = "inspect the bearing, its outer race first, and its lubrication";
  return [
    revision(opened, { severity: "medium", action: `Plan an inspection: ${what}.` }),
    revision(last, { revision: 2, state: "updated", severity: "critical", action: `Act now: ${what}.` }),
  ];
}
