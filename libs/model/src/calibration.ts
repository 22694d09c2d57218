import type { Calibration } from "./manifest.ts";

/**
 * Risks from a network's outputs: the outputs themselves, or 1/(1 + exp(−(a·x + b))).
 * Source: J. Platt, Probabilistic outputs for support vector machines, 1999.
 */
export function calibrate(outputs: Float32Array, calibration: Calibration): Float32Array {
  if (calibration.method === "none") return outputs;
  const { a, b } = calibration;
  return outputs.map((x) => 1 / (1 + Math.exp(-(a * x + b))));
}

/** Log-odds with the calibration's slope and offset applied, for networks that give several. */
export function scaled(logits: Float32Array, calibration: Calibration): Float32Array {
  if (calibration.method === "none") return logits;
  const { a, b } = calibration;
  return logits.map((x) => a * x + b);
}
