export { type BearingGeometry, type FaultFrequencies, faultFrequencies } from "./bearing.ts";
export { CATALOGUE, CATALOGUE_VERSION, type FeatureEntry, type Over } from "./catalogue.ts";
export { combineBlocks } from "./combine.ts";
export { combineEvidence, type DiagnosedMode, type Evidence, type EvidenceLine } from "./evidence.ts";
export type { Features, Samples } from "./feature.ts";
export { type Foundation, isoZone, type MachineGroup, type Zone } from "./iso20816.ts";
export {
  clippedShare,
  type Completeness,
  completeness,
  type SampleQuality,
  sampleQuality,
} from "./quality.ts";
export { scalarStatistics } from "./scalar.ts";
export { temperatureStatistics, type TrendPoint } from "./temperature.ts";
export {
  createVibrationAnalyzer,
  type Diagnosis,
  type Machine,
  type VibrationAnalyzer,
} from "./vibration.ts";
