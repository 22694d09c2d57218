import { describe, expect, it } from "vitest";
import { createAmplitudeSpectra } from "./amplitude-spectrum.ts";
import { struck } from "./synthetic.ts";
import { type AccelerationBlock, type SpectralRows, waterfall, type WaterfallOptions } from "./waterfall.ts";

const spectra = await createAmplitudeSpectra();

/** A tone that is in every block, and one that is not. */
function block(time: number, size: number, rate: number, hz: number): AccelerationBlock {
  const at = (f: number, i: number): number => Math.sin((2 * Math.PI * f * i) / rate);
  return { time, rate, values: Float32Array.from({ length: size }, (_, i) => at(200, i) + 0.5 * at(hz, i)) };
}

function of(blocks: readonly AccelerationBlock[], options?: WaterfallOptions): SpectralRows {
  const found = waterfall(spectra, blocks, "acceleration", options);
  if (found === undefined) throw new Error("no waterfall");
  return found;
}

/** The greatest of the columns within a column's width of a frequency. */
function near({ rows, step }: SpectralRows, row: number, hz: number): number {
  return Math.max(...(rows[row] ?? []).filter((_, c) => Math.abs(c * step - hz) <= step));
}

describe("the waterfall", () => {
  it("has a row for every block, oldest first, with the columns of one grid", () => {
    const blocks = [block(3000, 2560, 25_600, 900), block(1000, 2560, 25_600, 500)];
    const found = of(blocks);
    expect(found).toMatchObject({ time: [1000, 3000], unit: "g" });
    expect(found.rows.map((row) => row.length)).toEqual([400, 400]);
    expect(found.step).toBeCloseTo(12_800 / 399, 9);
    expect(near(found, 0, 200)).toBeCloseTo(1, 4);
    expect(near(found, 0, 500)).toBeCloseTo(0.5, 4);
    expect(near(found, 0, 900)).toBeLessThan(0.01);
    expect(near(found, 1, 900)).toBeCloseTo(0.5, 4);
  });

  it("has its lines themselves where there are no more of them than columns", () => {
    const found = of([block(0, 2560, 25_600, 500)], { maxHz: 1000 });
    expect(found.step).toBe(10);
    expect(found.rows[0]).toHaveLength(101);
    expect(found.rows[0]?.[50]).toBeCloseTo(0.5, 4);
  });

  it("puts blocks of different length and rate on the same grid", () => {
    const found = of([block(0, 1280, 12_800, 500), block(1, 25_600, 25_600, 500), block(2, 2000, 5000, 500)]);
    expect(found.rows.map((row) => row.length)).toEqual([400, 400, 400]);
    for (const row of [0, 1, 2]) {
      expect(near(found, row, 200)).toBeCloseTo(1, 2);
      expect(near(found, row, 500)).toBeCloseTo(0.5, 2);
    }
    // Nothing beyond a block's own Nyquist frequency.
    expect(found.rows[2]?.slice(Math.ceil(2600 / found.step)).every((v) => v === 0)).toBe(true);
    // Finer columns than a block's lines repeat them.
    const fine = of([block(0, 1280, 12_800, 500), block(1, 25_600, 25_600, 500)], { maxHz: 399 });
    expect(fine.step).toBe(1);
    expect(fine.rows.map((row) => row.length)).toEqual([400, 400]);
    expect(fine.rows[0]?.slice(196, 205)).toEqual(new Float32Array(9).fill(fine.rows[0]?.[200] ?? NaN));
  });

  it("takes blocks spread over the whole time if there are more than rows", () => {
    const blocks = Array.from({ length: 239 }, (_, t) => block(t, 64, 1000, 300));
    const { time } = of(blocks);
    expect(time).toHaveLength(120);
    expect(time).toEqual(Array.from({ length: 120 }, (_, i) => 2 * i));
    expect(of(blocks, { rows: 3 }).time).toEqual([0, 119, 238]);
  });

  it("demodulates all blocks in the band of the most impulsive one", () => {
    const at = (time: number, strength: number): AccelerationBlock => ({
      time,
      rate: 12_800,
      values: struck({ samples: 12_800, rate: 12_800, hz: strength > 0 ? 107 : 0, strength, seed: time }),
    });
    const found = waterfall(spectra, [at(1, 0), at(2, 5), at(3, 10)], "envelope");
    expect(found?.band).toEqual(spectra.of(at(3, 10).values, 12_800, "envelope")?.band);
    const bpfo = [0, 1, 2].map((row) => (found ? near(found, row, 107) : NaN));
    expect(bpfo.toSorted((a, b) => a - b)).toEqual(bpfo);
    expect(bpfo[2]).toBeGreaterThan(5 * (bpfo[0] ?? NaN));
    expect(waterfall(spectra, [at(1, 0)], "envelope")?.band).toEqual({ from: 500, to: 6400 });
  });

  it("leaves out blocks that have no such spectrum, and is none without any other", () => {
    const short = block(0, 16, 1000, 300);
    expect(of([short, block(1, 64, 1000, 300)]).time).toEqual([1]);
    expect(waterfall(spectra, [short], "velocity")).toBeUndefined();
    expect(waterfall(spectra, [], "velocity")).toBeUndefined();
  });
});
