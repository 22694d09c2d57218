export { type Backend, useBackend } from "./backend.ts";
export { type Drift, driftOf, histogramOf, restated, type RowSample } from "./drift.ts";
export type { GoldenCase } from "./golden.ts";
export {
  type Calibration,
  type Histogram,
  ModelManifest,
  type ModelInput,
  type SurvivalOutput,
} from "./manifest.ts";
export { drivers, inputRow, isFromBaseline, modelInput } from "./model-input.ts";
export { loadPackage, type ModelPackage, readPackage } from "./package.ts";
export type { LayersNetwork } from "./layers-network.ts";
export type { Network } from "./network.ts";
export { networkOf } from "./network-of.ts";
export { openScorer, type Scorer, type Scores } from "./scorer.ts";
export { type Group, MOST_GROUPS, shapley } from "./shapley.ts";
export { cumulative, remainingLife } from "./survival.ts";
export { type PackageParts, writePackage } from "./write.ts";
export { tryPackage, type TrialResult } from "./trial.ts";
