import { describe, expect, it } from "vitest";
import { type Group, MOST_GROUPS, shapley } from "./shapley.ts";

type Score = (row: readonly number[]) => number;

/** Scores rows of a width by a function of one row, and counts the calls. */
function scoring(width: number, score: Score) {
  const calls: number[] = [];
  const all = (rows: Float32Array, count: number): Promise<Float32Array> => {
    calls.push(count);
    const scores = Array.from({ length: count }, (_, i) =>
      score([...rows.subarray(i * width, (i + 1) * width)]),
    );
    return Promise.resolve(Float32Array.from(scores));
  };
  return { all, calls };
}

/** Inputs one by one. */
const single = (count: number): Group[] =>
  Array.from({ length: count }, (_, i) => ({ name: `x${i}`, inputs: [i] }));

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** All orders of the numbers below n. */
function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, at) => order.toSpliced(at, 0, n - 1)),
  );
}

/** By the definition: each group's gain as it is put in place, averaged over all orders. */
function byDefinition(score: Score, row: Float32Array, reference: Float32Array, groups: readonly Group[]) {
  const sums = groups.map(() => 0);
  const all = orders(groups.length);
  for (const order of all) {
    const now = [...reference];
    for (const g of order) {
      const before = score(now);
      for (const i of groups[g]?.inputs ?? []) now[i] = row[i] ?? NaN;
      sums[g] = (sums[g] ?? NaN) + score(now) - before;
    }
  }
  return sums.map((sum) => sum / all.length);
}

const interacting: Score = ([a = 0, b = 0, c = 0, d = 0]) => sigmoid(a * b - 2 * c + Math.max(a, d) - 0.5);
const row = Float32Array.of(1, 2, -0.5, 3);
const reference = Float32Array.of(0, -1, 0.5, 0);

describe("Shapley values", () => {
  it("are those of the definition, over all orders, for three groups of four inputs", async () => {
    const groups: Group[] = [
      { name: "a and c", inputs: [0, 2] },
      { name: "b", inputs: [1] },
      { name: "d", inputs: [3] },
    ];
    const { base, contributions } = await shapley(scoring(4, interacting).all, row, reference, groups);
    expect(base).toBeCloseTo(interacting([...reference]), 6);
    byDefinition(interacting, row, reference, groups).forEach((value, g) =>
      expect(contributions[g]).toBeCloseTo(value, 6),
    );
  });

  it.each([1, 2, 5, MOST_GROUPS])(
    "add up to the score less that of the reference, with %i groups",
    async (count) => {
      const score: Score = (x) =>
        sigmoid(x.reduce((sum, value, i) => sum + value * Math.sin(i + 1), 0) * (x[0] ?? 0));
      const from = Float32Array.from({ length: count }, (_, i) => Math.cos(3 * i));
      const to = Float32Array.from({ length: count }, (_, i) => Math.sin(5 * i) + 0.5);
      const { base, contributions } = await shapley(scoring(count, score).all, to, from, single(count));
      const sum = contributions.reduce((total, value) => total + value, base);
      expect(Math.abs(sum - score([...to]))).toBeLessThan(1e-6);
    },
  );

  it("are the same for inputs that do the same, and none for one that does nothing", async () => {
    const score: Score = ([a = 0, b = 0]) => a * b + a + b;
    const { contributions } = await shapley(
      scoring(3, score).all,
      Float32Array.of(2, 2, 9),
      new Float32Array(3),
      single(3),
    );
    expect(contributions).toEqual([4, 4, 0]); // by hand: 8 in all, shared by two
  });

  it("are each input's own part where inputs only add", async () => {
    const score: Score = ([a = 0, b = 0, c = 0]) => a - 2 * b + 4 * c;
    const { base, contributions } = await shapley(
      scoring(3, score).all,
      Float32Array.of(3, 2, 1),
      Float32Array.of(1, 1, 1),
      single(3),
    );
    expect(base).toBe(3);
    contributions.forEach((value, g) => expect(value).toBeCloseTo([2, -2, 0][g] ?? NaN, 12));
  });

  it("leave inputs of no group at the reference, and take one call", async () => {
    const { all, calls } = scoring(4, interacting);
    const { contributions } = await shapley(all, row, reference, single(2));
    const without = Float32Array.of(1, 2, 0.5, 0);
    expect(contributions.reduce((sum, value) => sum + value, 0)).toBeCloseTo(
      interacting([...without]) - interacting([...reference]),
      6,
    );
    expect(calls).toEqual([4]);
  });

  it("are refused for more groups than can be counted out", async () => {
    const many = MOST_GROUPS + 1;
    const none = new Float32Array(many);
    await expect(shapley(scoring(many, () => 0).all, none, none, single(many))).rejects.toThrow(RangeError);
  });
});
