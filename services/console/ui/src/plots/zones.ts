/**
 * Boundaries A/B, B/C and C/D of the velocity RMS in mm/s by ISO 20816-3 machine group and foundation.
 * Source: secondary ones; no compliance with the standard is claimed.
 */
const BOUNDARIES: Readonly<Record<string, readonly [number, number, number]>> = {
  "1 rigid": [2.3, 4.5, 7.1],
  "1 flexible": [3.5, 7.1, 11],
  "2 rigid": [1.4, 2.8, 4.5],
  "2 flexible": [2.3, 4.5, 7.1],
};

export interface Zone {
  readonly name: "A" | "B" | "C" | "D";
  readonly from: number;
  readonly to: number;
}

/** The evaluation zones of a machine, best first; none of a group or foundation that there is not. */
export function isoZones(machineGroup: number, foundation: string): Zone[] {
  const boundaries = BOUNDARIES[`${machineGroup} ${foundation}`];
  if (boundaries === undefined) return [];
  const [ab, bc, cd] = boundaries;
  return [
    { name: "A", from: 0, to: ab },
    { name: "B", from: ab, to: bc },
    { name: "C", from: bc, to: cd },
    { name: "D", from: cd, to: Infinity },
  ];
}

/** How high an axis has to go so that the next worse zone above the data is seen, too. */
export function zoneCeiling(zones: readonly Zone[], most: number): number {
  const boundaries = zones.map((zone) => zone.to).filter(Number.isFinite);
  const next = boundaries.find((boundary) => boundary >= most) ?? most;
  return 1.2 * Math.max(next, boundaries[0] ?? 0);
}
