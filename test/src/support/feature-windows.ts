import { features, type FeatureWindow } from "@presage/contracts";
import type { Entry } from "@presage/stream";

export const WINDOW_MS = 10_000;

const { value: example } = features.example;

/** The n-th window of an asset, as in the log. */
export function featureEntry(asset: number, n: number): Entry {
  const key = `site/area/line/pump${asset}`;
  const [start, end] = [n * WINDOW_MS, (n + 1) * WINDOW_MS];
  const value: FeatureWindow = { ...example, start, end, closedAt: end };
  return { key, time: end, value: features.encode({ key, time: end, value }) };
}
