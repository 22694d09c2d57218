import { passedLimits } from "@presage/scorer";
import { conditionAt, createMachine, type Fault, FAULTS, temperature, vibration } from "@presage/simulator";
import { beforeAll, describe, expect, it } from "vitest";
import { evaluateFaults, type FaultFigures } from "./faults.ts";
import { openJudge } from "./judge.ts";
import { createObserver, type Observe, type Snapshot } from "./observe.ts";

const RATE = 25_600;
const BLOCK = 0.8;

describe("machines that go from new to their limit", () => {
  let figures: FaultFigures[];

  beforeAll(async () => {
    const { judge } = await openJudge(undefined);
    const settings = { machines: 2, seed: 90_000, blockSeconds: BLOCK, windows: 60 };
    figures = await evaluateFaults(settings, await createObserver(), judge, () => {});
  });

  it("are all evaluated, and none is taken for failing before wear begins", () => {
    expect(figures.map(({ fault }) => fault)).toEqual([...FAULTS]);
    for (const { falseOpenings } of figures) expect(falseOpenings).toBe(0);
  });

  it("have the right mode first at the limit: at least one of every fault, and nine in ten of all", () => {
    for (const { rightAtLimit } of figures) expect(rightAtLimit).toBeGreaterThan(0);
    const right = figures.reduce((sum, { rightAtLimit }) => sum + rightAtLimit, 0) / figures.length;
    expect(right).toBeGreaterThanOrEqual(0.9);
  });
});

/** The rules that three of five windows passed of a machine that is first seen at this wear. */
function rulesOf(fault: Fault, seed: number, observe: Observe): string[] {
  const machine = createMachine({ seed, fault, rate: RATE, blockSamples: BLOCK * RATE });
  const snapshots = Array.from({ length: 5 }, (_, i): Snapshot => {
    const condition = { ...conditionAt(machine, 0.5, 600 * i), wear: 0.8 };
    return {
      seconds: 600 * i,
      rate: RATE,
      vibration: new Map([["vib-x", [vibration(machine, condition, i)]]]),
      temperature: temperature(machine, condition, 600 * i),
    };
  });
  const { shaftHz, bearing } = machine;
  const passed = observe(snapshots, { shaftHz, bearing }).flatMap((w) =>
    passedLimits(w, { temperature: 95 }),
  );
  return [...new Set(passed)].filter((rule) => passed.filter((r) => r === rule).length >= 3);
}

describe("machines that are first seen when they fail", () => {
  const CASES: [Fault, string][] = [
    ["outer-race", "fault-frequency"],
    ["inner-race", "fault-frequency"],
    ["rolling-element", "fault-frequency"],
    ["cage", "fault-frequency"],
    ["imbalance", "zone-d"],
    ["misalignment", "zone-d"],
    ["looseness", "zone-d"],
    ["overheating", "temperature-limit"],
  ];
  // Not all: a quiet flaw in a loud machine, zone C, or 90 Cel pass no limit.
  it.each(CASES)("are mostly caught by an absolute rule: %s by %s", async (fault, rule) => {
    const observe = await createObserver();
    const caught = Array.from({ length: 6 }, (_, i) => rulesOf(fault, 91_000 + i, observe));
    expect(caught.filter((rules) => rules.includes(rule)).length).toBeGreaterThanOrEqual(4);
  });
});
