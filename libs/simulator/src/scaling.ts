/** Factors by which a machine's vibration differs from that at nominal speed and load. */
export interface Scaling {
  /** Velocity by unbalance. */
  readonly unbalance: number;
  /** Velocity by the coupling. */
  readonly coupling: number;
  /** Acceleration by noise of bearing, flow and teeth. */
  readonly noise: number;
  /** Acceleration by strikes of a flaw. */
  readonly strike: number;
}

interface Point {
  readonly speed: number;
  readonly load: number;
}

/**
 * How vibration goes with speed s and load l, as ratios to the nominal ones; all 1 at the nominal point.
 * Unbalance is a force m·e·ω², so s²; the mobility of the housing is taken as flat, so velocity follows the force. Forces of a
 * misaligned coupling go with the torque that it transmits: s·(1 + l)/2. Noise grows as s^1.5, less with load. A ball meets a
 * flaw with a velocity ∝ s and a force ∝ l, by Hertz's contact the pulse ∝ √l.
 * Source: R. B. Randall, Vibration-based Condition Monitoring, 2nd edition 2021 (causes of vibration); the exponents of noise and strikes
 * are in the range that is measured, not derived.
 */
export function scalingOf({ speed, load }: Point): Scaling {
  return {
    unbalance: speed ** 2,
    coupling: (speed * (1 + load)) / 2,
    noise: speed ** 1.5 * (0.7 + 0.3 * load),
    strike: speed * Math.sqrt(load),
  };
}

/** Heat by friction as a ratio to the nominal: power is torque times speed, and some of the torque needs no load. */
export const heatOf = ({ speed, load }: Point): number => speed * (0.4 + 0.6 * load);
