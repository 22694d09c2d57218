import type { LayersNetwork } from "@presage/model";
import { createRandom } from "@presage/simulator";
import { describe, expect, it } from "vitest";
import { type FittedNetwork, fitNetwork, type Rows } from "./fit.ts";
import { EDGES, targetsOf } from "./survival.ts";

const SETTINGS = {
  seed: 1,
  hidden: [6],
  epochs: 25,
  batch: 50,
  learningRate: 0.03,
  decay: 0,
  masked: 0,
  noise: 0,
  onEpoch: () => undefined,
};

/** Machines whose first input says whether they soon fail; the second says nothing. */
function toy(count = 400): Rows {
  const random = createRandom(3);
  const inputs = Float32Array.from({ length: 2 * count }, () => random.normal());
  const rows = Array.from({ length: count }, (_, i) => ({
    features: {},
    remaining: (inputs[2 * i] ?? 0) > 0 ? 0.07 : 3,
    failed: true,
    share: 0.5,
  }));
  const targets = targetsOf(
    rows,
    rows.map(() => 1),
  );
  return { width: 2, inputs, targets };
}

/** Kernels of a network, without biases. */
function kernels({ specs, weights }: LayersNetwork): number[][] {
  let at = 0;
  return specs.flatMap(({ shape }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = [...new Float32Array(weights, 4 * at, size)];
    at += size;
    return shape.length === 2 ? [values] : [];
  });
}

/** Log-odds that it fails before its age has grown by a tenth, if it got to a twentieth. */
const soon = (fitted: FittedNetwork, x: number, y = 0): number =>
  fitted.logits(Float32Array.of(x, y))[EDGES.indexOf(0.1)] ?? NaN;

describe("fitting a network", () => {
  it("learns what tells machines that soon fail from others, with weights that are not negative", async () => {
    const losses: number[] = [];
    const fitted = await fitNetwork(toy(), { ...SETTINGS, onEpoch: (_, loss) => void losses.push(loss) });
    expect(soon(fitted, 1.5)).toBeGreaterThan(2);
    expect(soon(fitted, -1.5)).toBeLessThan(-2);
    expect(losses).toHaveLength(SETTINGS.epochs);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? NaN) / 3);
    expect(
      kernels(fitted.network)
        .flat()
        .every((weight) => weight >= 0),
    ).toBe(true);
    expect(kernels(fitted.network).map(({ length }) => length)).toEqual([12, 6 * EDGES.length]);
    fitted.close();
  });

  it("never gives a lower hazard for a higher input, whatever the data say", async () => {
    const { inputs, ...rest } = toy();
    const backwards = { ...rest, inputs: inputs.map((x) => -x) };
    const fitted = await fitNetwork(backwards, { ...SETTINGS, epochs: 5 });
    const rising = Array.from({ length: 41 }, (_, i) => i / 5 - 4);
    for (const y of [-1, 0, 2]) {
      const hazards = rising.map((x) => soon(fitted, x, y));
      expect(hazards).toEqual(hazards.toSorted((a, b) => a - b));
    }
    fitted.close();
  });

  it("gives the same bits from the same seed, and others from another", async () => {
    const bits: Buffer[] = [];
    for (const seed of [1, 1, 2]) {
      const noisy = { ...SETTINGS, seed, epochs: 3, masked: 0.1, noise: 0.2, decay: 1e-4 };
      const fitted = await fitNetwork(toy(), noisy);
      bits.push(Buffer.from(fitted.network.weights));
      fitted.close();
    }
    expect(bits[1]).toEqual(bits[0]);
    expect(bits[2]).not.toEqual(bits[0]);
  });

  it("takes no notice of rows that weigh nothing", async () => {
    const { targets, ...rest } = toy();
    const weights = targets.weights.map((w, i) => (Math.floor(i / EDGES.length) % 2 === 0 ? w : 0));
    const other = targets.failed.map((y, i) => (Math.floor(i / EDGES.length) % 2 === 0 ? y : 1 - y));
    const first = await fitNetwork({ ...rest, targets: { ...targets, weights } }, { ...SETTINGS, epochs: 3 });
    const second = await fitNetwork(
      { ...rest, targets: { ...targets, weights, failed: other } },
      { ...SETTINGS, epochs: 3 },
    );
    expect(Buffer.from(second.network.weights)).toEqual(Buffer.from(first.network.weights));
    first.close();
    second.close();
  });
});
