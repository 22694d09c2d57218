export { type Backend, useBackend } from "./backend.ts";
export type { GoldenCase } from "./golden.ts";
export { type Calibration, ModelManifest, type ModelInput } from "./manifest.ts";
export { drivers, inputRow, type InputRow, modelInput } from "./model-input.ts";
export { loadPackage, type ModelPackage } from "./package.ts";
export type { Network } from "./network.ts";
export { openScorer, type Scorer } from "./scorer.ts";
export { type PackageParts, writePackage } from "./write.ts";
