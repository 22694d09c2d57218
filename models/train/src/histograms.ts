import { histogramOf, type ModelInput } from "@presage/model";
import { inputsOf, type Row } from "./rows.ts";

/** The inputs with what drift is measured against: how they spread in these rows of healthy machines. */
export function withHistograms(inputs: readonly ModelInput[], healthy: readonly Row[]): ModelInput[] {
  return inputs.map((input) => {
    const there = healthy.filter(({ features }) => features[input.feature] !== undefined);
    const histogram = histogramOf([...inputsOf(there, [input])]);
    return histogram === undefined ? input : { ...input, histogram };
  });
}
