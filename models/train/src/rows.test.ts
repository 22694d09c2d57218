import { features as contract, type FeatureWindow } from "@presage/contracts";
import type { ModelInput } from "@presage/model";
import { describe, expect, it } from "vitest";
import { INPUT_NAMES } from "./inputs.ts";
import type { Life } from "./life.ts";
import { DEFAULTS } from "@presage/scorer";
import { inputsOf, rowsOf } from "./rows.ts";

const HOUR = 3_600_000;
const START = 1_700_000_000_000;

const { value: example } = contract.example;
const [sensor] = Object.values(example.sensors);
if (sensor === undefined) throw new Error("the example has no sensor");
const { quality } = sensor;

/** A window every hour with this RMS, or one that is clipped. */
function windowsOf(levels: readonly (number | "clipped")[]): FeatureWindow[] {
  return levels.map((level, n) => {
    const start = START + n * HOUR;
    const features = { rms: level === "clipped" ? 9 : level };
    const vib = {
      quantity: "acceleration" as const,
      unit: "g",
      features,
      quality: { ...quality, clipped: level === "clipped" ? 0.5 : 0 },
    };
    return { ...example, start, end: start + 10_000, sensors: { vib } };
  });
}

const sound = Array<number>(DEFAULTS.commissioning.windows).fill(1);
const lifeOf = (levels: readonly (number | "clipped")[], failure: number | null): Life => ({
  name: "machine",
  windows: windowsOf(levels),
  failure,
});

describe("rows of a life", () => {
  it("have the deviations from the baseline once it is learned, as the scorer sees them", () => {
    const rows = rowsOf(lifeOf([...sound, 1, 1, Math.E, Math.E, Math.E], START + 100 * HOUR));
    // ln e over the spread of 0.2: 5.
    expect(rows.map(({ features }) => features["acceleration.rms@short"]).slice(-5)).toEqual([0, 0, 5, 5, 5]);
    // Of long, by hand with weight 0.065: 0.325, 0.629, 0.913, each rounded to 0.001.
    expect(rows.at(-1)?.features["acceleration.rms@rise"]).toBeCloseTo(5 - 0.913, 9);
    expect(rows.at(-1)?.features["temperature.mean@short"]).toBeUndefined();
  });

  it("say how long the machine still ran, as a share of its age since the baseline began", () => {
    const failure = START + 100 * HOUR;
    const rows = rowsOf(lifeOf([...sound, 1, 1], failure));
    const last = rows.at(-1);
    const age = 31 * HOUR + 10_000;
    expect(last?.remaining).toBeCloseTo((100 * HOUR - age) / age, 12);
    expect(last?.share).toBeCloseTo(age / (100 * HOUR), 12);
    expect(rows.every(({ failed }) => failed)).toBe(true);
  });

  it("of a machine that did not fail say how long it was seen", () => {
    const rows = rowsOf(lifeOf([...sound, 1, 1, 1], null));
    expect(rows.every(({ failed }) => !failed)).toBe(true);
    // The last but one window was seen to live for another hour of its 31.
    expect(rows.at(-1)?.remaining).toBeCloseTo(1 / (31 + 10 / 3_600), 9);
  });

  it("are none of windows that must not be scored, nor from the failure on", () => {
    const all = rowsOf(lifeOf([...sound, 1, 1, 1, 1], START + 100 * HOUR));
    const some = rowsOf(lifeOf([...sound, 1, "clipped", "clipped", 1], START + 100 * HOUR));
    expect(all.length - some.length).toBe(2);
    const failed = rowsOf(lifeOf([...sound, 1, 1, 1, 1], START + 32 * HOUR));
    expect(all.length - failed.length).toBe(2);
    expect(failed.every(({ remaining }) => remaining > 0)).toBe(true);
  });

  it("make the model's inputs, one after the other", () => {
    const inputs: ModelInput[] = ["acceleration.rms@short", "temperature.mean@rise"].map((feature) => ({
      feature,
      transform: "asinh",
      mean: 0,
      std: 2,
      fallback: 0.25,
    }));
    const row = { remaining: 1, failed: true, share: 0.5 };
    const known = { ...row, features: { "acceleration.rms@short": Math.sinh(3) } };
    expect(inputsOf([known, { ...row, features: {} }], inputs)).toEqual(
      Float32Array.of(1.5, 0.25, 0.25, 0.25),
    );
    expect(INPUT_NAMES).toContain("acceleration.rms@short");
  });
});
