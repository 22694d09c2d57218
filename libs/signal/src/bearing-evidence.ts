import type { FaultFrequencies } from "./bearing.ts";
import { type Comb, type Fit, fitComb, HARMONICS, WITH_SIDEBANDS } from "./comb.ts";
import { type DiagnosedMode, type Evidence, type EvidenceLine, evidenceOf, scoreOf } from "./evidence.ts";
import type { Samples } from "./feature.ts";
import type { FftOf } from "./fft.ts";
import type { ImpulsiveBand } from "./kurtogram.ts";
import {
  type EnvelopeBuffer,
  envelopeBuffer,
  type EnvelopeLines,
  squaredEnvelope,
} from "./squared-envelope.ts";
import { lineFrom } from "./spectrum.ts";
import { takeComb, takeFirst } from "./taken.ts";

/** Hz: the broad band. Below are unbalance and its kin, above is the resonance of many a sensor's mounting. */
const BROAD = { from: 500, to: 8_000 } as const;

/** Of a band's lines, up to which its envelope can show multiples. */
const SHARE = 0.5;

/** A comb at this share of its threshold takes its lines, so that they count for no weaker one. */
const TAKES = 0.8;

/** With fewer lines from one order to the next, the orders are not told apart from what lies between them. */
const TOLD_APART = 10;

/** Multiples of the shaft's speed at which something other than a bearing may knock. */
const KNOCKS = [1, 2, 3, 4, 5, 6];

/** An excess of a line that is there: e times the power of noise. */
const THERE = 1;

/** So many multiples make a cage. */
const ALL = 4;

/** A mode's combs in lines of the spectrum, and what its lines are called. */
interface Pattern extends Comb {
  /** None for the shaft. */
  readonly mode: DiagnosedMode | undefined;
  /** The fundamental is this multiple of what `part` names. */
  readonly multiple: number;
  readonly part: string;
  readonly sidebandName: string;
}

interface Found extends Fit {
  readonly pattern: Pattern;
  readonly view: EnvelopeLines;
}

export interface BearingDiagnosis {
  /**
   * What the envelope says of a bearing's parts: all four modes, strongest first. `lines` are the complex ones of a signal
   * of `grid.size` samples at `grid.rate` Hz.
   */
  diagnose(
    lines: Samples,
    grid: { readonly size: number; readonly rate: number },
    shaftHz: number,
    faults: FaultFrequencies,
    impulsive: ImpulsiveBand | undefined,
  ): Evidence[];
}

/**
 * Evidence of defects of a bearing from the squared envelopes of two bands: that from 500 Hz to 8 kHz, whitened, and the most impulsive
 * one as it is, if there is one.
 *
 * Each mode has a comb: BPFO; BPFI with sidebands of the shaft's speed, at which the defect passes the load; BSF and twice BSF,
 * as a ball's defect strikes one ring or both, with sidebands of FTF, at which the ball passes the load; FTF. Multiples of the
 * shaft's speed belong to none; in a block too short to tell them apart, combs of 1x to 6x compete with the others. The best comb takes its lines and all its sidebands, and FTF; what remains is judged
 * anew. So a cage is found only where it is the strongest: with another defect FTF is its modulation.
 *
 * Source: R. B. Randall, J. Antoni, Rolling element bearing diagnostics – a tutorial, Mechanical Systems and Signal
 * Processing 25 (2011), section 3 and table 1, for the patterns; their statistic is `fitComb`.
 */
export function createBearingDiagnosis(fftOf: FftOf): BearingDiagnosis {
  const buffers: readonly EnvelopeBuffer[] = [envelopeBuffer(), envelopeBuffer()];
  let marks = new Uint8Array(0);

  return {
    diagnose(lines, grid, shaftHz, faults, impulsive) {
      const resolution = grid.rate / grid.size;
      const highest = Math.ceil((HARMONICS * 1.02 * faults.bpfi + 2 * shaftHz) / resolution) + 2;
      const broad = {
        first: lineFrom(grid, BROAD.from),
        end: Math.min(lineFrom(grid, BROAD.to), Math.ceil(grid.size / 2)),
      };
      const bands = impulsive?.significant ? [broad, impulsive] : [broad];
      const views: EnvelopeLines[] = [];
      for (const [i, band] of bands.entries()) {
        const count = Math.min(highest, Math.floor(SHARE * (band.end - band.first)));
        const buffer = buffers[i];
        if (buffer === undefined || count < 2) continue;
        squaredEnvelope(buffer, lines, band, count, fftOf, band === broad);
        views.push(buffer);
      }
      if (marks.length < highest) marks = new Uint8Array(highest);
      const taken = marks.subarray(0, highest).fill(0);
      const shaft = shaftHz / resolution;
      const patterns = patternsOf(faults, shaftHz, resolution);
      if (shaft >= TOLD_APART) takeComb(taken, shaft, [0]);
      else patterns.push(...KNOCKS.map((multiple) => knocks(multiple, shaft)));
      return judge(patterns, views, taken, shaft, resolution);
    },
  };
}

function patternsOf({ bpfo, bpfi, bsf, ftf }: FaultFrequencies, shaftHz: number, hz: number): Pattern[] {
  const of = (mode: DiagnosedMode, part: string, at: number, multiple = 1, side = 0, sidebandName = "") => ({
    mode,
    part,
    multiple,
    fundamental: (multiple * at) / hz,
    sideband: side / hz,
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

const knocks = (multiple: number, shaft: number): Pattern => ({
  mode: undefined,
  part: "",
  multiple,
  fundamental: multiple * shaft,
  sideband: 0,
  sidebandName: "",
  exact: true,
});

/** Of every mode the best fit, each to what the better ones left; strongest first. */
function judge(
  patterns: readonly Pattern[],
  views: readonly EnvelopeLines[],
  taken: Uint8Array,
  shaft: number,
  resolution: number,
): Evidence[] {
  const evidence: Evidence[] = [];
  let fits = fitAll(patterns, views, taken);
  for (let best = bestOf(fits, taken); best !== undefined; best = bestOf(fits, taken)) {
    const { pattern, ratio, fundamental, view } = best;
    const { mode } = pattern;
    if (mode !== undefined)
      evidence.push(
        evidenceOf(mode, scoreOf(ratio), () => linesOf(pattern, fundamental, view, taken, resolution)),
      );
    const open = fits.filter((fit) => (mode === undefined ? fit !== best : fit.pattern.mode !== mode));
    if (ratio >= TAKES) {
      takeLines(best, patterns, taken, shaft);
      fits = fitAll(
        open.map((fit) => fit.pattern),
        views,
        taken,
      );
    } else fits = open;
  }
  return evidence;
}

/**
 * The fit with the greatest ratio; the cage's before a rolling element's if all its multiples are there, for then what looks like BSF
 * with sidebands of FTF may be the sixth multiple of FTF with the fifth and seventh.
 */
function bestOf(fits: readonly Found[], taken: Uint8Array): Found | undefined {
  let [best] = fits;
  for (const fit of fits) if (best !== undefined && fit.ratio > best.ratio) best = fit;
  if (best?.pattern.mode !== "rolling-element") return best;
  const cage = fits.find(({ pattern }) => pattern.mode === "cage");
  return cage !== undefined && cage.ratio >= 1 && allThere(cage, taken) ? cage : best;
}

function allThere({ fundamental, view: { count, excess } }: Found, taken: Uint8Array): boolean {
  let there = 0;
  for (let h = 1; h <= HARMONICS; h++) {
    const k = Math.round(h * fundamental);
    if (k >= count || taken[k] === 1) continue;
    if (!((excess[k] as number) > THERE)) return false;
    there++;
  }
  return there >= ALL;
}

/** Of every pattern the fit in the view in which it is the best. */
function fitAll(patterns: readonly Pattern[], views: readonly EnvelopeLines[], taken: Uint8Array): Found[] {
  const found: Found[] = [];
  for (const pattern of patterns) {
    let best: Found | undefined;
    for (const view of views) {
      const { ratio, fundamental } = fitComb(pattern, view, taken);
      if (best === undefined || ratio > best.ratio) best = { pattern, view, ratio, fundamental };
    }
    if (best !== undefined) found.push(best);
  }
  return found;
}

function takeLines(
  { pattern, fundamental }: Found,
  all: readonly Pattern[],
  taken: Uint8Array,
  shaft: number,
): void {
  const { mode } = pattern;
  const cage = all.find((p) => p.mode === "cage")?.fundamental ?? 0;
  const spaced = (by: number, most: number): number[] =>
    Array.from({ length: 2 * most + 1 }, (_, i) => (i - most) * by);
  if (mode === "outer-race") takeComb(taken, fundamental, [...spaced(shaft, 2), -cage, cage]);
  else if (mode === "inner-race") takeComb(taken, fundamental, spaced(shaft, 4));
  else if (mode === "rolling-element") takeComb(taken, fundamental, spaced(cage, 2));
  else takeComb(taken, fundamental, [0]);
  if (mode !== undefined && mode !== "cage") takeFirst(taken, cage);
}

/** The lines of a comb that are above noise and not taken. */
function linesOf(
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
