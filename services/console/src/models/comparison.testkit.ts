import type { ComparisonSide, ModelComparison } from "../schema/comparison.ts";
import type { CompareQuestion } from "./desk.ts";

/** A comparison in which the challenger missed a failure that the champion found. */
export function comparisonOf({ champion, challenger }: CompareQuestion): ModelComparison {
  const side = (model: ComparisonSide["model"], found: number): ComparisonSide => ({
    model,
    threshold: 0.5,
    scored: 20,
    meanRisk: 0.5,
    risks: [0.5, 0.5],
    failures: found,
    alone: [],
    labelled: {
      confirmed: 1,
      found,
      falseAlarms: 0,
      precision: null,
      recall: found,
      medianLeadHours: found > 0 ? 10 : null,
    },
  });
  return {
    windows: 20,
    assets: 1,
    from: 0,
    to: 20_000,
    edges: [0.5],
    agreement: {
      scored: 20,
      both: 0,
      championOnly: 10,
      challengerOnly: 0,
      neither: 10,
      share: 0.5,
      correlation: null,
    },
    champion: side(champion, 1),
    challenger: side(challenger, 0),
    worse: "it found 0 of 1 confirmed failures, the champion 1",
  };
}
