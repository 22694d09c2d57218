import { expect, it } from "vitest";
import { combineEvidence, type Evidence } from "./evidence.ts";

const line = (hz: number) => ({ label: "1x BPFO", hz, amplitude: 40, unit: "%", ratio: 9 });

const outer = (score: number, hz: number): Evidence => ({
  mode: "outer-race",
  score,
  lines: score < 0.5 ? [] : [line(hz)],
});

it("takes the mean of scores, with the lines of the strongest block", () => {
  const [found] = combineEvidence([[outer(0.6, 107)], [outer(0.9, 108)], [outer(0.75, 109)]]);
  expect(found?.score).toBeCloseTo(0.75, 12);
  expect(found?.lines).toEqual([line(108)]);
});

it("shows no lines where the mean is not there, and counts a silent block as nothing", () => {
  expect(combineEvidence([[outer(0.8, 107)], []])).toEqual([{ mode: "outer-race", score: 0.4, lines: [] }]);
});

it("lists the strongest first and leaves out what is below 0.2", () => {
  const cage: Evidence = { mode: "cage", score: 0.19, lines: [] };
  const imbalance: Evidence = { mode: "imbalance", score: 0.7, lines: [] };
  expect(combineEvidence([[outer(0.5, 107), cage, imbalance]]).map(({ mode }) => mode)).toEqual([
    "imbalance",
    "outer-race",
  ]);
  expect(combineEvidence([])).toEqual([]);
});
