export {
  type AmplitudeSpectra,
  type AmplitudeSpectrum,
  createAmplitudeSpectra,
  type SpectrumKind,
  type SpectrumOptions,
} from "./amplitude-spectrum.ts";
export { type BearingGeometry, type FaultFrequencies, faultFrequencies } from "./bearing.ts";
export { CATALOGUE, CATALOGUE_VERSION, type FeatureEntry, type Over } from "./catalogue.ts";
export { combineBlocks } from "./combine.ts";
export type { FrequencyBand } from "./envelope-spectrum.ts";
export { combineEvidence, type DiagnosedMode, type Evidence, type EvidenceLine } from "./evidence.ts";
export { extremes } from "./extremes.ts";
export type { Features, Samples } from "./feature.ts";
export { type Foundation, isoZone, type MachineGroup, type Zone } from "./iso20816.ts";
export { largestTriangleThreeBuckets } from "./largest-triangle.ts";
export { type KnownFrequencies, type Marker, markersOf } from "./marker.ts";
export { type Peaks, peaks } from "./peaks.ts";
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
export { type AccelerationBlock, type SpectralRows, waterfall, type WaterfallOptions } from "./waterfall.ts";
