import type { FeatureWindow } from "@presage/contracts";
import { drivers, type ModelInput } from "@presage/model";

/** What the model sees: features that mean the same on machines of different size, speed and loudness. */
const FEATURES = [
  ["acceleration.rms", "log"],
  ["acceleration.kurtosis", "log"],
  ["acceleration.crest_factor", "log"],
  ["acceleration.velocity_rms", "log"],
  ["acceleration.spectral_centroid", "log"],
  ["acceleration.band_rms_10_1000", "log"],
  ["acceleration.band_rms_1000_4000", "log"],
  ["acceleration.band_rms_4000_nyquist", "log"],
  ["acceleration.envelope_floor", "log"],
  ["acceleration.envelope_bpfo_ratio", "log"],
  ["acceleration.envelope_bpfi_ratio", "log"],
  ["temperature.mean", "identity"],
  ["temperature.slope", "identity"],
] as const;

/** Inputs with mean and standard deviation of these windows, which are of healthy machines; a missing one is as healthy as can be. */
export function fitInputs(healthy: readonly FeatureWindow[]): ModelInput[] {
  return FEATURES.map(([feature, transform]) => {
    const plain: ModelInput = { feature, transform, mean: 0, std: 1, fallback: 0 };
    const raw = healthy.flatMap((window) => drivers(window, [plain], 1).map((driver) => driver.value));
    const values = transform === "log" ? raw.filter((v) => v > 0).map(Math.log) : raw;
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
    return { ...plain, mean: digits(mean), std: digits(Math.sqrt(variance)) };
  });
}

const digits = (x: number): number => Number(x.toPrecision(6));
