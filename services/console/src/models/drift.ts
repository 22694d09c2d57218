import type { Metrics } from "@presage/service";
import type { ModelDrift } from "../schema/model.ts";

interface Measured {
  readonly value: number;
  readonly labels: Partial<Record<string, string | number>>;
}

/** What the scorer of this process last measured of the inputs of some models, `name@version`. */
export async function readDrift(
  { modelDrift, modelDriftChance }: Pick<Metrics, "modelDrift" | "modelDriftChance">,
  models: readonly string[],
): Promise<ModelDrift[]> {
  const { values: indices } = await modelDrift.get();
  const { values: chances } = await modelDriftChance.get();
  return driftsOf(indices, chances, models);
}

/** The drift of each model's inputs, furthest beyond chance first; none of a model of which no period is over. */
export function driftsOf(
  indices: readonly Measured[],
  chances: readonly Measured[],
  models: readonly string[],
): ModelDrift[] {
  const key = ({ labels }: Measured): string => JSON.stringify([labels["model"], labels["feature"]]);
  const chanceOf = new Map(chances.map((each) => [key(each), each.value]));
  return models.map((model) => ({
    model,
    inputs: indices
      .filter(({ labels }) => labels["model"] === model)
      .map((each) => ({
        feature: String(each.labels["feature"]),
        index: each.value,
        chance: chanceOf.get(key(each)) ?? 0,
      }))
      .toSorted((a, b) => b.index - b.chance - (a.index - a.chance)),
  }));
}
