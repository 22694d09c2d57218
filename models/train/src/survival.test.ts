import { describe, expect, it } from "vitest";
import type { Row } from "./rows.ts";
import { EDGES, targetsOf } from "./survival.ts";

const row = (remaining: number, failed: boolean): Row => ({ features: {}, remaining, failed, share: 0.5 });

/** Targets of one row, edge by edge: 1 failed, 0 outlived, - not known. */
function targets(remaining: number, failed: boolean): string {
  const { failed: ones, weights } = targetsOf([row(remaining, failed)], [1]);
  return EDGES.map((_, e) => (weights[e] === 0 ? "-" : String(ones[e]))).join("");
}

describe("targets of the survival likelihood", () => {
  // Edges: 0.01 0.025 0.05 0.1 0.2 0.4 0.8 1.6 3.2 6.4 12.8
  it("are the edges that a machine outlived, and the one before which it failed", () => {
    expect(targets(0.07, true)).toBe("0001-------");
    expect(targets(0.005, true)).toBe("1----------");
    expect(targets(0.1, true)).toBe("0001-------");
    expect(targets(10, true)).toBe("00000000001");
    expect(targets(99, true)).toBe("00000000000");
  });

  it("are only what was outlived while a machine was seen that did not fail", () => {
    expect(targets(0.07, false)).toBe("000--------");
    expect(targets(0.1, false)).toBe("000--------");
    expect(targets(0.005, false)).toBe("-----------");
    expect(targets(99, false)).toBe("00000000000");
  });

  it("weigh what the row weighs, row after row", () => {
    const { edges, failed, weights } = targetsOf([row(0.02, true), row(0.03, false)], [0.5, 3]);
    expect(edges).toBe(11);
    expect([...weights.subarray(0, 4)]).toEqual([0.5, 0.5, 0, 0]);
    expect([...weights.subarray(11, 15)]).toEqual([3, 3, 0, 0]);
    expect([...failed].flatMap((x, i) => (x === 1 ? [i] : []))).toEqual([1]);
  });

  it("ascend", () => {
    expect(EDGES.every((edge, e) => edge > (EDGES[e - 1] ?? 0))).toBe(true);
  });
});
