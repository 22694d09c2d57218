import type { FaultFrequencies } from "./bearing.ts";
import { type Comb, HARMONICS, WITH_SIDEBANDS } from "./comb.ts";
import type { DiagnosedMode, EvidenceLine } from "./evidence.ts";
import type { EnvelopeLines } from "./squared-envelope.ts";
import { takeComb, takeFirst } from "./taken.ts";

/** A mode's comb in lines of the spectrum, and what its lines are called. */
export interface Pattern extends Comb {
  /** None for the shaft. */
  readonly mode: DiagnosedMode | undefined;
  /** The fundamental is this multiple of what `part` names. */
  readonly multiple: number;
  readonly part: string;
  readonly sidebandName: string;
}

/**
 * The combs of a bearing's defects: BPFO; BPFI with sidebands of the shaft's speed, at which the defect passes the load; BSF and twice
 * BSF, as a ball's defect strikes one ring or both, with sidebands of FTF, at which the ball passes the load; FTF.
 * @param resolution Hz from line to line
 */
export function patternsOf(
  { bpfo, bpfi, bsf, ftf }: FaultFrequencies,
  shaftHz: number,
  resolution: number,
): Pattern[] {
  const of = (mode: DiagnosedMode, part: string, at: number, multiple = 1, side = 0, sidebandName = "") => ({
    mode,
    part,
    multiple,
    fundamental: (multiple * at) / resolution,
    sideband: side / resolution,
    sidebandName,
  });
  return [
    of("outer-race", "BPFO", bpfo),
    of("inner-race", "BPFI", bpfi, 1, shaftHz, "1x"),
    of("rolling-element", "BSF", bsf, 2, ftf, "FTF"),
    of("rolling-element", "BSF", bsf, 1, ftf, "FTF"),
    of("cage", "FTF", ftf),
  ];
}

/** Multiples of the shaft's speed at which something other than a bearing may knock. */
const KNOCKS = [1, 2, 3, 4, 5, 6];

/** The combs of what knocks at a multiple of the shaft's speed, which is so many lines. */
export const knocksOf = (shaft: number): Pattern[] =>
  KNOCKS.map((multiple) => ({
    mode: undefined,
    part: "",
    multiple,
    fundamental: multiple * shaft,
    sideband: 0,
    sidebandName: "",
    exact: true,
  }));

/** How many sidebands of the shaft's speed a defect of a ring may have, and of FTF one of a ball. */
const OUTER_SIDEBANDS = 2;
const INNER_SIDEBANDS = 4;
const BALL_SIDEBANDS = 2;

/**
 * Marks all that a comb found at `fundamental` explains: its multiples, their sidebands and, of a ring or a ball, FTF.
 * @param cage lines from one multiple of FTF to the next
 */
export function takePattern(
  { mode }: Pattern,
  fundamental: number,
  { shaft, cage }: { readonly shaft: number; readonly cage: number },
  taken: Uint8Array,
): void {
  if (mode === "outer-race") {
    takeComb(taken, fundamental, shaft, OUTER_SIDEBANDS);
    takeComb(taken, fundamental, cage, 1);
  } else if (mode === "inner-race") takeComb(taken, fundamental, shaft, INNER_SIDEBANDS);
  else if (mode === "rolling-element") takeComb(taken, fundamental, cage, BALL_SIDEBANDS);
  else takeComb(taken, fundamental, 0, 0);
  if (mode !== undefined && mode !== "cage") takeFirst(taken, cage);
}

/** The lines of a comb found at `fundamental` that are above noise and not taken. */
export function linesOf(
  { part, multiple, sideband, sidebandName }: Pattern,
  fundamental: number,
  { count, power, floor, excess }: EnvelopeLines,
  taken: Uint8Array,
  resolution: number,
): EvidenceLine[] {
  const lines: EvidenceLine[] = [];
  const add = (label: string, at: number): void => {
    const k = Math.round(at);
    if (k < 1 || k >= count || taken[k] === 1 || !((excess[k] as number) > 0)) return;
    const amplitude = Math.sqrt(power[k] as number);
    const ratio = amplitude / Math.sqrt(floor[k] as number);
    if (Number.isFinite(ratio))
      lines.push({ label, hz: k * resolution, amplitude: 100 * amplitude, unit: "%", ratio });
  };
  for (let h = 1; h <= HARMONICS; h++) {
    const name = `${h * multiple}x ${part}`;
    add(name, h * fundamental);
    if (sideband === 0 || h > WITH_SIDEBANDS) continue;
    add(`${name} - ${sidebandName}`, h * fundamental - sideband);
    add(`${name} + ${sidebandName}`, h * fundamental + sideband);
  }
  return lines;
}
