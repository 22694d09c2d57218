import { features as contract, type FeatureWindow, type Message } from "@presage/contracts";
import type { ModelInput } from "@presage/model";
import type { LiveModel, ScorerSettings } from "./stage.ts";

export const WINDOW_MS = 10_000;
export const KEY = "site/area/line/machine";

const START = 1_700_000_000_000;

const { value: example } = contract.example;
const [sensorOfExample] = Object.values(example.sensors);
if (sensorOfExample === undefined) throw new Error("the example has no sensor");
const { quality } = sensorOfExample;

type Sensor = FeatureWindow["sensors"][string];

/** For tests: what a vibration sensor says of a window. */
export const vibration = (rms: number, more: Partial<Sensor> = {}): Sensor => ({
  quantity: "acceleration",
  unit: "g",
  features: { rms, kurtosis: 3 * rms, peak: 4 * rms },
  quality,
  ...more,
});

export const clipped = (rms: number): Sensor => vibration(rms, { quality: { ...quality, clipped: 0.5 } });

export const temperature = (mean: number): Sensor => ({
  quantity: "temperature",
  unit: "Cel",
  features: { mean },
  quality,
});

/** The n-th window of an asset. */
export function windowOf(
  n: number,
  sensors: Readonly<Record<string, Sensor>>,
  key = KEY,
): Message<FeatureWindow> {
  const start = START + n * WINDOW_MS;
  const end = start + WINDOW_MS;
  return { key, time: end, value: { ...example, start, end, closedAt: end, sensors } };
}

/** Windows, each with one vibration sensor of this RMS and a temperature of 50 °C. */
export const windowsOf = (levels: readonly number[], key = KEY): Message<FeatureWindow>[] =>
  levels.map((rms, n) => windowOf(n, { vib: vibration(rms), bearing: temperature(50) }, key));

export const repeat = (level: number, count: number): number[] => Array<number>(count).fill(level);

export const inputOf = (feature: string): ModelInput => ({
  feature,
  transform: "asinh",
  mean: 0,
  std: 1,
  fallback: 0,
});

export const INPUTS = [
  "acceleration.rms@short",
  "acceleration.rms@rise",
  "acceleration.kurtosis@short",
  "temperature.mean@short",
].map(inputOf);

/** A model that is a function: the risk is 1/(1 + exp(4 − Σ)), the remaining life 0.1, 0.5 and 2 times the age. `calls` has the batches. */
export function tinyModel(inputs: readonly ModelInput[] = INPUTS): LiveModel & { readonly calls: number[] } {
  const calls: number[] = [];
  return {
    calls,
    reference: { name: "tiny", version: "1.0.0", digest: "d" },
    inputs,
    rule: { threshold: 0.6, k: 2, n: 3, clearThreshold: 0.3, clearWindows: 4, quietTime: 0 },
    horizon: { share: 0.1 },
    score(rows, count) {
      calls.push(count);
      const risks = Float32Array.from({ length: count }, (_, i) => {
        const row = rows.subarray(i * inputs.length, (i + 1) * inputs.length);
        return 1 / (1 + Math.exp(4 - row.reduce((sum, x) => sum + x, 0)));
      });
      const remaining = Float32Array.from({ length: 3 * count }, (_, i) => [0.1, 0.5, 2][i % 3] ?? NaN);
      return Promise.resolve({ risks, remaining });
    },
  };
}

/** Settings with a baseline of ten windows and a limit of 90 °C. */
export const settingsOf = (model: LiveModel, more: Partial<ScorerSettings> = {}): ScorerSettings => ({
  modelOf: () => model,
  limitsOf: () => ({ temperature: 90 }),
  commissioningOf: () => ({ windows: 10 }),
  ...more,
});
