import { fileURLToPath } from "node:url";
import { loadPackage, type ModelPackage, openScorer, type Scorer } from "@presage/model";
import {
  BEARING_FAULTS,
  createMachine,
  type Machine,
  temperature,
  vibration,
  wearAt,
} from "@presage/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { risksOf } from "./evaluate.ts";
import { opening } from "./metrics.ts";
import { createObserver, type Observe } from "./observe.ts";

/** Not among the machines of the training, whose seeds are five digits long. */
const SEEDS = Array.from({ length: 24 }, (_, i) => i);

/** A machine whose bearing wears out. */
const withBearingFault = (seed: number, wearLaw?: Machine["wearLaw"]): Machine =>
  createMachine({
    seed,
    fault: BEARING_FAULTS[seed % BEARING_FAULTS.length] ?? "outer-race",
    ...(wearLaw && { wearLaw }),
  });

let observe: Observe;
let made: ModelPackage;
let scorer: Scorer;

beforeAll(async () => {
  observe = await createObserver();
  made = await loadPackage(fileURLToPath(new URL("../../bearing-wear", import.meta.url)));
  scorer = await openScorer(made);
});
afterAll(() => scorer.close());

/** Risks of a machine with one sensor on the bearing and one of its temperature, one window per wear. */
function risks(machine: Machine, wears: readonly number[]): number[] {
  const windows = wears.map((wear, i) => {
    const readings = [241, 181, 121, 61, 1].map(
      (before) => [before, temperature(machine, { wear }, 7_200 + 10 * i - before)] as const,
    );
    const signals = new Map([["vib-x", [vibration(machine, { wear }, i)]]]);
    return observe({ vibration: signals, rate: machine.rate, temperature: readings }, machine);
  });
  return risksOf(windows, made.manifest.inputs, scorer);
}

/** A whole life in so many windows. */
const life = (machine: Machine, windows: number): number[] =>
  Array.from({ length: windows }, (_, i) => wearAt(machine, i / (windows - 1)));

/** When a failure would be opened, as a share of life; NaN if never. */
function openedAt(machine: Machine, wears: readonly number[]): number {
  const at = opening(risks(machine, wears), made.manifest.decision);
  return at < 0 ? NaN : at / (wears.length - 1);
}

const shareOf = (values: readonly number[], test: (value: number) => boolean): number =>
  values.filter(test).length / values.length;

describe("the default model", () => {
  it("opens no failure on healthy machines", () => {
    const healthy = Array.from({ length: 40 }, () => 0.02);
    expect(SEEDS.filter((seed) => !Number.isNaN(openedAt(createMachine({ seed }), healthy)))).toEqual([]);
  });

  it("opens one in the second half of life of most machines that wear out, and in none before", () => {
    const opened = SEEDS.map((seed) => withBearingFault(seed)).map((m) => openedAt(m, life(m, 120)));
    expect(shareOf(opened, (at) => at < 0.5)).toBe(0);
    expect(shareOf(opened, (at) => at >= 0.5)).toBeGreaterThan(0.8);
  });

  it("opens one within the two dozen windows of a demonstration, if the onset of wear leaves time for it", () => {
    const wearLaw = { onset: 0.25, exponent: 1.5 };
    const opened = SEEDS.map((seed) => withBearingFault(seed, wearLaw)).map((m) => openedAt(m, life(m, 24)));
    expect(shareOf(opened, (at) => at < 0.4)).toBe(0);
    expect(shareOf(opened, (at) => at <= 1)).toBeGreaterThan(0.8);
  });
});
