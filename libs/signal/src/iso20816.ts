export type Zone = "A" | "B" | "C" | "D";
/** 1: rated above 300 kW; 2: 15 to 300 kW. */
export type MachineGroup = 1 | 2;
export type Foundation = "rigid" | "flexible";

/** Boundaries A/B, B/C and C/D in mm/s RMS. */
const BOUNDARIES: Readonly<Record<`${MachineGroup} ${Foundation}`, readonly [number, number, number]>> = {
  "1 rigid": [2.3, 4.5, 7.1],
  "1 flexible": [3.5, 7.1, 11.0],
  "2 rigid": [1.4, 2.8, 4.5],
  "2 flexible": [2.3, 4.5, 7.1],
};

/** Boundaries A/B, B/C and C/D of the velocity RMS in mm/s; source as for `isoZone`. */
export const isoBoundaries = (
  group: MachineGroup,
  foundation: Foundation,
): readonly [ab: number, bc: number, cd: number] => BOUNDARIES[`${group} ${foundation}`];

/**
 * The evaluation zone of a velocity RMS in mm/s: A newly commissioned, B unrestricted, C not for long, D causes damage.
 * A value on a boundary still belongs to the better zone.
 *
 * The boundaries are from secondary sources, so this claims no compliance with the standard. They hold for 10–1000 Hz;
 * for machines below 600 r/min the standard measures from 2 Hz, so there `velocity_rms` may rate too well.
 * Source: ISO 20816-3:2022, as quoted by makers of measuring instruments.
 */
export function isoZone(velocityRms: number, group: MachineGroup, foundation: Foundation): Zone {
  const [ab, bc, cd] = isoBoundaries(group, foundation);
  if (velocityRms <= ab) return "A";
  if (velocityRms <= bc) return "B";
  return velocityRms <= cd ? "C" : "D";
}
