import { createRandom } from "@presage/simulator";
import { describe, expect, it } from "vitest";
import { fitNetwork, type FitSettings, type Rows } from "./fit.ts";
import { auc } from "./metrics.ts";

/** Positive inside a circle that holds half of the square: no line separates it. */
function circle(count: number): Rows {
  const random = createRandom(5);
  const inputs = Float32Array.from({ length: 2 * count }, () => random.between(-1, 1));
  const labels = Float32Array.from({ length: count }, (_, i) => {
    const [x = 0, y = 0] = inputs.subarray(2 * i, 2 * i + 2);
    return x * x + y * y < 2 / Math.PI ? 1 : 0;
  });
  return { width: 2, inputs, labels };
}

const losses: number[] = [];
const settings: FitSettings = {
  seed: 1,
  hidden: [16],
  epochs: 20,
  batch: 64,
  learningRate: 0.02,
  decay: 1e-5,
  masked: 0,
  onEpoch: (_, loss) => losses.push(loss),
};

describe("a fitted network", () => {
  it("tells apart what no line separates", async () => {
    const rows = circle(2_000);
    const fitted = await fitNetwork(rows, settings);
    expect(auc([...fitted.logits(rows.inputs)], [...rows.labels])).toBeGreaterThan(0.98);
    expect(losses).toHaveLength(20);
    expect(losses.at(-1) ?? NaN).toBeLessThan((losses[0] ?? 0) / 2);
  });

  it("is the same, bit for bit, from the same rows and seed, and another one from another seed", async () => {
    const rows = circle(300);
    const fit = async (seed: number) =>
      (await fitNetwork(rows, { ...settings, seed, epochs: 3, masked: 0.1 })).network.weights;
    const first = new Float32Array(await fit(1));
    expect(new Float32Array(await fit(1))).toEqual(first);
    expect(new Float32Array(await fit(2))).not.toEqual(first);
  });
});
