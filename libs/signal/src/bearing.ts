/** Geometry of a rolling bearing of one row. */
export interface BearingGeometry {
  /** Number of rolling elements. */
  readonly balls: number;
  /** Diameter of a rolling element, mm. */
  readonly ball_mm: number;
  /** Pitch diameter, mm. */
  readonly pitch_mm: number;
  /** Contact angle, degrees. */
  readonly contact_deg: number;
}

/** Frequencies in Hz with which defects of a bearing's parts are struck. */
export interface FaultFrequencies {
  /** A ball passes a point of the outer ring. */
  readonly bpfo: number;
  /** A ball passes a point of the inner ring. */
  readonly bpfi: number;
  /** Spin of a ball about its own axis; a defect on it strikes both rings, so also look at twice this. */
  readonly bsf: number;
  /** Turn of the cage (fundamental train frequency). */
  readonly ftf: number;
}

/**
 * Defect frequencies in Hz of a bearing whose inner ring turns with the shaft and whose outer ring stands still, without slip.
 *
 * With r = d/D·cos φ, n balls of diameter d on the pitch diameter D, contact angle φ and shaft speed f:
 * BPFO = n/2·f(1 − r), BPFI = n/2·f(1 + r), BSF = D/(2d)·f(1 − r²), FTF = f/2·(1 − r).
 *
 * Source: R. B. Randall, J. Antoni, Rolling element bearing diagnostics – a tutorial, Mechanical Systems and Signal
 * Processing 25 (2011), table 1.
 */
export function faultFrequencies(shaftHz: number, bearing: BearingGeometry): FaultFrequencies {
  const { balls, ball_mm, pitch_mm, contact_deg } = bearing;
  const r = (ball_mm / pitch_mm) * Math.cos((contact_deg * Math.PI) / 180);
  return {
    bpfo: (balls / 2) * shaftHz * (1 - r),
    bpfi: (balls / 2) * shaftHz * (1 + r),
    bsf: (pitch_mm / (2 * ball_mm)) * shaftHz * (1 - r * r),
    ftf: (shaftHz / 2) * (1 - r),
  };
}
