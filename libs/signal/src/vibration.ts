import { bandRms } from "./band.ts";
import { type BearingGeometry, faultFrequencies } from "./bearing.ts";
import { createBearingDiagnosis } from "./bearing-evidence.ts";
import { spectralCentroid } from "./centroid.ts";
import { envelope } from "./envelope.ts";
import { type DiagnosedMode, type Evidence } from "./evidence.ts";
import { type Features, put, type Samples } from "./feature.ts";
import { loadFft } from "./fft.ts";
import type { Foundation, MachineGroup } from "./iso20816.ts";
import { kurtogram } from "./kurtogram.ts";
import { orders } from "./order.ts";
import { shaftEvidence } from "./shaft-evidence.ts";
import { powerSpectrum } from "./spectrum.ts";
import { moments, timeStatistics } from "./time-statistics.ts";
import { velocityRms } from "./velocity.ts";
import { velocityOrders } from "./velocity-orders.ts";

/** What is known of the machine; features that need what is not known are left out. */
export interface Machine {
  /** Speed of the shaft, Hz. */
  readonly shaftHz?: number | undefined;
  readonly bearing?: BearingGeometry | undefined;
  /** For the severity of what the shaft's orders say; group 2, rigid, if left out. */
  readonly machineGroup?: MachineGroup | undefined;
  readonly foundation?: Foundation | undefined;
}

/** What one block says of a machine. */
export interface Diagnosis {
  readonly features: Features;
  /**
   * Every mode that could be judged, strongest first: those of the shaft with its speed, those of the bearing with its geometry,
   * too. For a window's, see `combineEvidence`.
   */
  readonly evidence: readonly Evidence[];
}

export interface VibrationAnalyzer {
  /**
   * All features of one block of acceleration samples in g at `rate` Hz. A function of its arguments alone.
   * Below 32 samples, or without a rate, only the statistics of the waveform; of one sample its value as the mean.
   */
  analyze(samples: Samples, rate: number, machine?: Machine): Features;
  /** The same features, from the same transform, and the evidence that they and the spectra give. */
  diagnose(samples: Samples, rate: number, machine?: Machine): Diagnosis;
}

/** The shortest block that has a spectrum worth the name. */
const SHORTEST = 32;

/** Modes whose score is a feature, too. */
const SCORES: Partial<Record<DiagnosedMode, string>> = {
  "outer-race": "evidence_outer_race",
  "inner-race": "evidence_inner_race",
  "rolling-element": "evidence_rolling_element",
  cage: "evidence_cage",
};

/** Loads the transform once; from then on everything is synchronous. */
export async function createVibrationAnalyzer(): Promise<VibrationAnalyzer> {
  const fftOf = await loadFft();
  const bearings = createBearingDiagnosis(fftOf);
  let power = new Float64Array(0);
  let copy = new Float32Array(0);

  function diagnose(samples: Samples, rate: number, machine: Machine = {}): Diagnosis {
    const { shaftHz, bearing, machineGroup, foundation } = machine;
    const features: Features = {};
    const size = samples.length;
    if (size < 2) {
      put(features, "mean", samples[0] ?? NaN);
      return { features, evidence: [] };
    }
    const fft = fftOf(size);
    timeStatistics(features, moments(samples, fft.time));
    if (size < SHORTEST || !(rate > 0)) return { features, evidence: [] };

    fft.forward();
    const count = Math.floor(size / 2) + 1;
    if (power.length < count) power = new Float64Array(count);
    const spectrum = powerSpectrum(fft, rate, power);
    // The envelope overwrites the lines, and asking for other lengths may free the plan.
    if (copy.length < 2 * count) copy = new Float32Array(2 * count);
    copy.set(fft.lines.subarray(0, 2 * count));
    velocityRms(features, spectrum);
    spectralCentroid(features, spectrum);
    bandRms(features, spectrum);
    if (shaftHz !== undefined) orders(features, spectrum, shaftHz);
    const faults = shaftHz && bearing ? faultFrequencies(shaftHz, bearing) : undefined;
    envelope(features, fft, rate, faults);

    const impulsive = kurtogram(copy, spectrum, fftOf);
    if (impulsive !== undefined) put(features, "band_kurtosis", impulsive.kurtosis);
    if (!(shaftHz !== undefined && shaftHz > 0)) return { features, evidence: [] };
    const tones = velocityOrders(features, copy, spectrum, shaftHz);
    const ofShaft = shaftEvidence(tones, features["velocity_rms"] ?? 0, machineGroup, foundation);
    const ofBearing = faults ? bearings.diagnose(copy, spectrum, shaftHz, faults, impulsive) : [];
    for (const { mode, score } of ofBearing) put(features, SCORES[mode] ?? mode, score);
    return { features, evidence: [...ofBearing, ...ofShaft].toSorted((a, b) => b.score - a.score) };
  }

  return { analyze: (samples, rate, machine) => diagnose(samples, rate, machine).features, diagnose };
}
