import type { Config } from "./config/schema.ts";
import type { Bearing } from "./config/bearing.ts";
import type { Asset } from "./config/asset-schema.ts";

/** Classes of assets that the configuration names: that of assets without one first, each once. */
export const configuredClasses = ({ defaults, assets }: Pick<Config, "defaults" | "assets">): string[] => [
  ...new Set([defaults.class, ...assets.map((asset) => asset.class)]),
];

/** A bearing in the terms of signal processing. */
export const geometryOf = ({ balls, ballDiameter, pitchDiameter, contactAngle }: Bearing) => ({
  balls,
  ball_mm: ballDiameter,
  pitch_mm: pitchDiameter,
  contact_deg: contactAngle,
});

/** Finds what is configured for an asset's id: its own path first, else the first path with `+` that fits. */
export function assetLookup({ assets }: Pick<Config, "assets">): (key: string) => Asset | undefined {
  const exact = new Map(assets.map((asset) => [asset.path, asset]));
  const patterns = assets.filter((asset) => asset.path.includes("+"));
  const found = new Map<string, Asset | undefined>();
  return (key) => {
    const own = exact.get(key);
    if (own !== undefined || patterns.length === 0) return own;
    if (!found.has(key))
      found.set(
        key,
        patterns.find((asset) => fits(asset.path, key)),
      );
    return found.get(key);
  };
}

function fits(pattern: string, key: string): boolean {
  const levels = key.split("/");
  return pattern.split("/").every((level, i) => level === "+" || level === levels[i]);
}
