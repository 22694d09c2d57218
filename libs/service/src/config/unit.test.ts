import { describe, expect, it } from "vitest";
import { parseBytes, parseDuration } from "./unit.ts";

describe("durations", () => {
  it.each([
    ["500ms", 500],
    ["10s", 10_000],
    ["1.5s", 1_500],
    ["5m", 300_000],
    ["2h", 7_200_000],
    ["7d", 604_800_000], // 7 × 86,400 s
    ["365d", 31_536_000_000],
  ])("reads %s as %d milliseconds", (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

  it.each(["10", "", "s", "-1s", "10 seconds", "1e3s", "10S", "1h30m"])("does not guess what %j is", (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );
});

describe("sizes", () => {
  it.each([
    ["512B", 512],
    ["64KiB", 65_536],
    ["4MiB", 4_194_304],
    ["1GiB", 1_073_741_824],
  ])("reads %s as %d bytes", (text, bytes) => expect(parseBytes(text)).toBe(bytes));

  it.each(["1024", "1MB", "1 mib", "MiB"])("does not guess what %j is", (text) =>
    expect(parseBytes(text)).toBeUndefined(),
  );
});
