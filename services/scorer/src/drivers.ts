import { type Baselines, deviation, growth, type History } from "@presage/baseline";
import type { Driver, FeatureWindow } from "@presage/contracts";
import { drivers as absoluteDrivers, isFromBaseline, type ModelInput } from "@presage/model";

/** What deviates most among a model's inputs: from the asset's own baseline, or from the healthy machines of the training. */
export function drivers(
  window: FeatureWindow,
  inputs: readonly ModelInput[],
  baselines: Baselines,
  history: History,
  count: number,
): Driver[] {
  const indicators = new Set(inputs.filter(isFromBaseline).map(({ feature }) => feature.split("@")[0] ?? ""));
  const own = [...indicators].flatMap((feature): Driver[] => {
    const { value, reference } = growth(window, baselines, feature) ?? {};
    const last = deviation(history, `${feature}@short`);
    if (value === undefined || reference === undefined || last === undefined) return [];
    return [{ feature, value, reference, deviation: last }];
  });
  return [...own, ...absoluteDrivers(window, inputs, count)]
    .toSorted((a, b) => Math.abs(b.deviation) - Math.abs(a.deviation))
    .slice(0, count);
}
