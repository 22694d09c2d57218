import { CATALOGUE, type Over } from "./catalogue.ts";
import { type Features, put } from "./feature.ts";

const COMBINATIONS: Readonly<Record<Exclude<Over, "pooled">, (values: readonly number[]) => number>> = {
  mean: (values) => values.reduce((sum, v) => sum + v, 0) / values.length,
  rms: (values) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length),
  max: (values) => Math.max(...values),
};

/**
 * One set of vibration features from those of the blocks in one window, as the catalogue's `over` says for each; blocks weigh the
 * same. A feature that only some blocks have is combined over those. One block's features are the result itself.
 */
export function combineBlocks(blocks: readonly Features[]): Features {
  const [only] = blocks;
  if (blocks.length === 1 && only !== undefined) return only;
  const features: Features = {};
  for (const { name, over } of CATALOGUE) {
    if (over === "pooled") continue;
    const values = blocks.map((b) => b[name]).filter((v) => v !== undefined);
    if (values.length > 0) put(features, name, COMBINATIONS[over](values));
  }
  return features;
}
