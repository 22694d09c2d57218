import { describe, expect, it } from "vitest";
import { combineRows, encodeValues, extentAt } from "./trend-row.ts";

describe("a row of a trend", () => {
  it("has a value of each series, or none", () => {
    const row = encodeValues([1.5, undefined]);
    expect(extentAt(row, 0, 0)).toEqual([1.5, 1.5, 1.5]);
    expect(extentAt(row, 0, 1)).toBeUndefined();
    expect(extentAt(row, 0, 2)).toBeUndefined();
  });

  it("becomes mean, least and most with others, and again with those", () => {
    const minute = combineRows([encodeValues([1, 5]), encodeValues([2]), encodeValues([6, undefined])], 0);
    expect(extentAt(minute, 1, 0)).toEqual([3, 1, 6]);
    expect(extentAt(minute, 1, 1)).toEqual([5, 5, 5]);
    const hour = combineRows([minute, combineRows([encodeValues([5])], 0)], 1);
    expect(extentAt(hour, 2, 0)).toEqual([4, 1, 6]);
  });

  it("can be read wherever its bytes lie", () => {
    const bytes = new Uint8Array(9);
    bytes.set(encodeValues([1, 2]), 1);
    expect(extentAt(bytes.subarray(1), 0, 1)).toEqual([2, 2, 2]);
  });
});
