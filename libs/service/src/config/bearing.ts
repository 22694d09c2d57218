/** Geometry of a rolling bearing, from which its defect frequencies follow. */
export interface Bearing {
  readonly designation?: string;
  /** Rolling elements of one row. */
  readonly balls: number;
  /** mm */
  readonly ballDiameter: number;
  /** mm */
  readonly pitchDiameter: number;
  /** degrees */
  readonly contactAngle: number;
}

/**
 * Bearings whose geometry was published with test recordings. Makers' internals differ under one designation, so the
 * geometry of the maker's data sheet, if it is at hand, is better.
 * Sources: 6203 and 6205 (SKF), Case Western Reserve University Bearing Data Center; UER204 (LDK), XJTU-SY bearing
 * data sets; ZA-2115 (Rexnord, tapered, double row), NASA Prognostics Center, IMS bearing data.
 */
export const BEARINGS: Readonly<Record<string, Bearing>> = {
  "6203": { balls: 8, ballDiameter: 6.75, pitchDiameter: 28.5, contactAngle: 0 },
  "6205": { balls: 9, ballDiameter: 7.94, pitchDiameter: 39.04, contactAngle: 0 },
  UER204: { balls: 8, ballDiameter: 7.92, pitchDiameter: 34.55, contactAngle: 0 },
  "ZA-2115": { balls: 16, ballDiameter: 8.41, pitchDiameter: 71.5, contactAngle: 15.17 },
};

/** A bearing as written, with the geometry of its designation filled in where it is known and not given. */
export function withGeometry(bearing: unknown): unknown {
  if (typeof bearing !== "object" || bearing === null || !("designation" in bearing)) return bearing;
  const designation = String(bearing.designation); // `6205` without quotes is a number in YAML
  return { ...(Object.hasOwn(BEARINGS, designation) ? BEARINGS[designation] : {}), ...bearing, designation };
}
