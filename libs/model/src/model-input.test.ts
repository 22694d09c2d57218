import { features as contract, type FeatureWindow } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import type { ModelInput } from "./manifest.ts";
import { drivers, isFromBaseline, modelInput } from "./model-input.ts";

type Quantity = FeatureWindow["sensors"][string]["quantity"];

const { value: example } = contract.example;
const [sensor] = Object.values(example.sensors);
if (sensor === undefined) throw new Error("the example has no sensor");

const windowOf = (sensors: Record<string, [Quantity, Record<string, number>]>): FeatureWindow => ({
  ...example,
  sensors: Object.fromEntries(
    Object.entries(sensors).map(([id, [quantity, features]]) => [id, { ...sensor, quantity, features }]),
  ),
});

const rms: ModelInput = { feature: "acceleration.rms", transform: "log", mean: 0, std: 0.5, fallback: 0 };
const mean: ModelInput = {
  feature: "temperature.mean",
  transform: "identity",
  mean: 50,
  std: 10,
  fallback: -1,
};

const machine = windowOf({
  "vib-x": ["acceleration", { rms: 1, mean: 99 }],
  "vib-y": ["acceleration", { rms: Math.E }],
  bearing: ["temperature", { mean: 65 }],
});

const row = (value: number): number | undefined =>
  modelInput(windowOf({ v: ["acceleration", { rms: value }] }), [rms]).row[0];

describe("a model's input", () => {
  it("is the worst value over the sensors of the quantity, transformed and standardised", () => {
    expect(modelInput(machine, [rms, mean])).toEqual({ row: Float32Array.of(2, 1.5), missing: [] });
  });

  it("is the fallback where a feature is missing, and says which", () => {
    const deaf = windowOf({ bearing: ["temperature", { mean: 55 }] });
    expect(modelInput(deaf, [rms, mean])).toEqual({
      row: Float32Array.of(0, 0.5),
      missing: ["acceleration.rms"],
    });
    expect(modelInput(windowOf({}), [rms, mean])).toEqual({
      row: Float32Array.of(0, -1),
      missing: ["acceleration.rms", "temperature.mean"],
    });
  });

  it("stays within 10 standard deviations, and has a lowest value for what has no logarithm", () => {
    expect([row(1e9), row(1e-9), row(0), row(-3)]).toEqual([10, -10, -10, -10]);
  });
});

describe("a model's input from the baseline", () => {
  const short: ModelInput = {
    feature: "acceleration.rms@short",
    transform: "asinh",
    mean: 0,
    std: 2,
    fallback: 0,
  };
  const rise: ModelInput = { ...short, feature: "temperature.mean@rise", fallback: -0.5 };

  it("is the deviation that is told by its name, transformed and standardised, beside values of the window", () => {
    const asked: string[] = [];
    const deviationOf = (name: string): number => (asked.push(name), Math.sinh(3));
    expect(modelInput(machine, [short, mean], deviationOf)).toEqual({
      row: Float32Array.of(1.5, 1.5),
      missing: [],
    });
    expect(asked).toEqual(["acceleration.rms@short"]);
  });

  it("is the fallback, and missing, where no deviation is known", () => {
    expect(modelInput(machine, [short, rise], (name) => (name === short.feature ? 0 : undefined))).toEqual({
      row: Float32Array.of(0, -0.5),
      missing: ["temperature.mean@rise"],
    });
    expect(modelInput(machine, [short]).missing).toEqual(["acceleration.rms@short"]);
  });

  it("keeps its sign, and stays within 10 standard deviations", () => {
    const of = (z: number): number | undefined => modelInput(machine, [short], () => z).row[0];
    expect(of(-Math.sinh(3))).toBe(-1.5);
    expect([of(1e12), of(-1e12)]).toEqual([10, -10]);
  });

  it("is told apart by its name, and is no driver by the value of the window", () => {
    expect([short, rms].map(isFromBaseline)).toEqual([true, false]);
    expect(drivers(machine, [short, rms], 5).map(({ feature }) => feature)).toEqual(["acceleration.rms"]);
  });
});

describe("drivers", () => {
  it("are the inputs that deviate most, with the value of a healthy machine", () => {
    expect(drivers(machine, [mean, rms], 5)).toEqual([
      { feature: "acceleration.rms", value: Math.E, reference: 1, deviation: 2 },
      { feature: "temperature.mean", value: 65, reference: 50, deviation: 1.5 },
    ]);
    expect(drivers(machine, [mean, rms], 1).map((d) => d.feature)).toEqual(["acceleration.rms"]);
  });

  it("may lie below a healthy machine's values, and are none that is missing", () => {
    const cold = windowOf({ bearing: ["temperature", { mean: 20 }] });
    expect(drivers(cold, [mean, rms], 5)).toEqual([
      { feature: "temperature.mean", value: 20, reference: 50, deviation: -3 },
    ]);
  });
});
