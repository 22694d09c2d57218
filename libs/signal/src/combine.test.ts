import { expect, it } from "vitest";
import { combineBlocks } from "./combine.ts";

it("leaves one block's features as they are, to the bit", () => {
  const features = { rms: 0.1 + 0.2, peak: 1 / 3 };
  expect(combineBlocks([features])).toEqual(features);
});

it("takes the root mean square of levels, the maximum of peaks and the mean of shapes", () => {
  const f = combineBlocks([
    { rms: 3, peak: 5, kurtosis: 3, spectral_centroid: 1000 },
    { rms: 4, peak: 8, kurtosis: 5, spectral_centroid: 3000 },
  ]);
  expect(f).toEqual({ rms: Math.sqrt(12.5), peak: 8, kurtosis: 4, spectral_centroid: 2000 });
});

it("combines a feature over the blocks that have it", () => {
  expect(combineBlocks([{ mean: 1, velocity_rms: 2 }, { mean: 3 }])).toEqual({ mean: 2, velocity_rms: 2 });
  expect(combineBlocks([])).toEqual({});
});
