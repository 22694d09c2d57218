import type { SpectrumView } from "../../../src/schema/signal.ts";

export type Marker = SpectrumView["markers"][number];

/** One line of a cursor family. */
export interface FamilyLine {
  readonly label: string;
  readonly hz: number;
}

const HARMONICS = 10;
const SIDEBANDS = 5;

/** 1x to 10x of a frequency, as far as the spectrum goes. */
export const harmonicFamily = (hz: number, highest: number): FamilyLine[] =>
  Array.from({ length: HARMONICS }, (_, i) => ({ label: `${i + 1}×`, hz: hz * (i + 1) })).filter(
    (line) => line.hz > 0 && line.hz <= highest,
  );

/** A frequency with five lines at equal distances on either side, as far as the spectrum goes. */
export const sidebandFamily = (centre: number, spacing: number, highest: number): FamilyLine[] =>
  Array.from({ length: 2 * SIDEBANDS + 1 }, (_, i) => i - SIDEBANDS)
    .map((k) => ({ label: k === 0 ? "0" : k > 0 ? `+${k}` : `−${-k}`, hz: centre + k * spacing }))
    .filter((line) => line.hz > 0 && line.hz <= highest);

/**
 * How far a line may be from a marker to be called by it: shaft speeds drift and bearings slip, by 2 % at
 * most.
 */
const SLIP = 0.02;

/** The marker that a frequency belongs to, if one is near. */
export function nearestMarker(markers: readonly Marker[], hz: number, step: number): Marker | undefined {
  let nearest: Marker | undefined;
  for (const marker of markers) {
    const distance = Math.abs(marker.hz - hz);
    const reach = Math.max(1.5 * step, SLIP * marker.hz);
    if (distance > reach) continue;
    if (nearest === undefined || distance < Math.abs(nearest.hz - hz)) nearest = marker;
  }
  return nearest;
}

/**
 * The greatest line within `reach` lines of an index, its frequency refined by the parabola through it and
 * its neighbours.
 */
export function peakNear(amplitude: readonly number[], index: number, reach: number, step: number): number {
  let top = index;
  for (let i = Math.max(1, index - reach); i <= Math.min(amplitude.length - 1, index + reach); i++)
    if ((amplitude[i] ?? 0) > (amplitude[top] ?? 0)) top = i;
  const [before, at, after] = [amplitude[top - 1] ?? 0, amplitude[top] ?? 0, amplitude[top + 1] ?? 0];
  const curve = before - 2 * at + after;
  const shift = curve < 0 && at >= before && at >= after ? (before - after) / (2 * curve) : 0;
  return (top + shift) * step;
}

export interface Peak {
  readonly hz: number;
  readonly amplitude: number;
}

/** The greatest lines that stand above both their neighbours, greatest first. */
export function greatestPeaks(amplitude: readonly number[], step: number, count: number): Peak[] {
  return amplitude
    .map((a, i) => ({ hz: i * step, amplitude: a, i }))
    .filter(
      ({ amplitude: a, i }) => i > 0 && a > (amplitude[i - 1] ?? 0) && a >= (amplitude[i + 1] ?? Infinity),
    )
    .toSorted((a, b) => b.amplitude - a.amplitude)
    .slice(0, count)
    .map(({ hz, amplitude: a }) => ({ hz, amplitude: a }));
}

/**
 * The greatest amplitude within a line of a frequency: where a peak falls between two lines it is spread over
 * both.
 */
export const amplitudeAt = (amplitude: readonly number[], step: number, hz: number): number => {
  const middle = Math.round(hz / step);
  return Math.max(0, ...amplitude.slice(Math.max(0, middle - 1), middle + 2));
};
