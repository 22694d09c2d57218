import type { Contribution } from "@presage/contracts";
import { type Group, type ModelInput, MOST_GROUPS, type Scores, shapley } from "@presage/model";

/** What explains a score: the part of each feature in it. */
export interface Explanation {
  /** The risk of a machine that is as its baseline. */
  readonly baseRisk: number;
  /** Greatest first; they add up to risk − baseRisk. */
  readonly contributions: Contribution[];
}

/**
 * Groups of a model's inputs: those of one feature together, whatever view of it they are. A model with more features than can be
 * explained exactly is explained by families of features: the first word of their names.
 */
export function groupsOf(inputs: readonly ModelInput[]): Group[] {
  const features = grouped(inputs, ({ feature }) => feature.split("@")[0] ?? feature);
  if (features.length <= MOST_GROUPS) return features;
  const families = grouped(inputs, ({ feature }) => feature.split(/[@_]/)[0] ?? feature);
  if (families.length <= MOST_GROUPS) return families;
  return grouped(inputs, ({ feature }) => feature.split(".")[0] ?? feature);
}

function grouped(inputs: readonly ModelInput[], nameOf: (input: ModelInput) => string): Group[] {
  const groups = new Map<string, number[]>();
  inputs.forEach((input, i) => {
    const name = nameOf(input);
    groups.set(name, [...(groups.get(name) ?? []), i]);
  });
  return [...groups].map(([name, places]) => ({ name, inputs: places }));
}

/** What is explained by: a model. */
interface Explained {
  readonly inputs: readonly ModelInput[];
  score(rows: Float32Array, count: number): Promise<Scores>;
}

/** Explains a row's risk against that of a machine as its baseline. Throws a `RangeError` if a score is not finite, and what the model does. */
export async function explain(row: Float32Array, model: Explained): Promise<Explanation> {
  const { inputs } = model;
  const groups = groupsOf(inputs);
  const score = async (rows: Float32Array, count: number): Promise<Float32Array> =>
    (await model.score(rows, count)).risks;
  const healthy = Float32Array.from(inputs, ({ fallback }) => fallback);
  const { base, contributions } = await shapley(score, row, healthy, groups);
  if (![base, ...contributions].every(Number.isFinite)) throw new RangeError("a score is not finite");
  return {
    baseRisk: base,
    contributions: groups
      .map(({ name }, g) => ({ feature: name, contribution: contributions[g] ?? 0 }))
      .toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
  };
}
