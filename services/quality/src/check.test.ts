import { describe, expect, it } from "vitest";
import { checkFinder } from "./check.ts";
import { MINUTE, requirement } from "./quality.testkit.ts";

describe("the checks of a sensor", () => {
  const find = checkFinder([
    requirement({ name: "vibration", sensors: ["vib-*", "acc.1"], coverage: 0.9, maximumGap: 1000 }),
    requirement({ name: "pumps", class: "pump", range: [0, 1], latency: 5, stuckTime: MINUTE, owner: "jo" }),
  ]);
  const ids = (assetClass: string, sensor: string) => find(assetClass, sensor).map(({ id }) => id);

  it("are those of all requirements whose class and sensors fit", () => {
    expect(ids("fan", "vib-x")).toEqual(["vibration.coverage", "vibration.gap"]);
    expect(ids("pump", "vib-x")).toEqual([
      "vibration.coverage",
      "vibration.gap",
      "pumps.latency",
      "pumps.range",
      "pumps.stuck",
    ]);
    expect(ids("fan", "temp")).toEqual([]);
  });

  it("take a name letter by letter, but for the stars", () => {
    expect(ids("fan", "acc.1")).toHaveLength(2);
    expect(ids("fan", "acc-1")).toEqual([]);
    expect(ids("fan", "my vib-x")).toEqual([]);
  });

  it("know limit, owner and patience", () => {
    expect(find("pump", "temp").at(1)).toEqual({
      id: "pumps.range",
      requirement: "pumps",
      kind: "range",
      limit: [0, 1],
      owner: "jo",
      forMs: MINUTE,
      clearMs: 5 * MINUTE,
    });
  });
});
