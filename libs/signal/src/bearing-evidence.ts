import type { FaultFrequencies } from "./bearing.ts";
import { type Fit, fitComb, HARMONICS } from "./comb.ts";
import { type Evidence, evidenceOf, scoreOf } from "./evidence.ts";
import type { Samples } from "./feature.ts";
import type { FftOf } from "./fft.ts";
import type { ImpulsiveBand } from "./kurtogram.ts";
import { knocksOf, linesOf, type Pattern, patternsOf, takePattern } from "./pattern.ts";
import { lineFrom } from "./spectrum.ts";
import {
  type EnvelopeBuffer,
  envelopeBuffer,
  type EnvelopeLines,
  squaredEnvelope,
} from "./squared-envelope.ts";
import { takeComb } from "./taken.ts";

/** Hz: the broad band. Below are unbalance and its kin, above is the resonance of many a sensor's mounting. */
const BROAD = { from: 500, to: 8_000 } as const;

/** Of a band's lines, up to which its envelope can show multiples. */
const SHARE = 0.5;

/** A comb at this share of its threshold takes its lines, so that they count for no weaker one. */
const TAKES = 0.8;

/** A comb at this share of its threshold has to stand against those of the shaft. */
const CONTESTED = 0.5;

/** What a comb leaves is not noise: strikes that slip at random smear their lines. Fits to it count for less. */
const LEFT_OVER = 0.8;

/** With fewer lines from one order to the next, the orders are not told apart from what lies between them. */
const TOLD_APART = 10;

/** An excess of a line that is there: e times the power of noise. */
const THERE = 1;

/** So many multiples make a cage. */
const ALL = 4;

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
 * Evidence of defects of a bearing from the squared envelopes of two bands: that from 500 Hz to 8 kHz, whitened, and the most
 * impulsive one as it is, if there is one.
 *
 * Each mode has a comb, see `patternsOf`. Multiples of the shaft's speed belong to none; in a block too short to tell them
 * apart, combs of 1x to 6x compete with the others. The best comb takes what it explains; what remains is judged anew. So a cage is found only where it is the strongest: with another defect FTF is its modulation.
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
      const needed = Math.ceil((HARMONICS * 1.02 * faults.bpfi + 2 * shaftHz) / resolution) + 2;
      const highest = Math.min(needed, grid.size >> 1);
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
      const toldApart = shaft >= TOLD_APART;
      if (toldApart) takeComb(taken, shaft, 0, 0);
      const rivals = toldApart ? [] : knocksOf(shaft);
      const spacing = { shaft, cage: faults.ftf / resolution };
      return judge(patternsOf(faults, shaftHz, resolution), views, taken, rivals, spacing, resolution);
    },
  };
}

/** Of every mode the best fit, each to what the better ones left; strongest first. */
function judge(
  patterns: readonly Pattern[],
  views: readonly EnvelopeLines[],
  taken: Uint8Array,
  rivals: readonly Pattern[],
  spacing: { readonly shaft: number; readonly cage: number },
  resolution: number,
): Evidence[] {
  const evidence: Evidence[] = [];
  let fits = fitAll(patterns, views, taken);
  // Most blocks have no defect, and nothing for the shaft to explain.
  if (rivals.length > 0 && fits.some(({ ratio }) => ratio >= CONTESTED))
    fits.push(...fitAll(rivals, views, taken));
  for (let best = bestOf(fits, taken); best !== undefined; best = bestOf(fits, taken)) {
    const { pattern, ratio, fundamental, view } = best;
    const { mode } = pattern;
    if (mode !== undefined)
      evidence.push(
        evidenceOf(mode, scoreOf(ratio), () => linesOf(pattern, fundamental, view, taken, resolution)),
      );
    const open = fits.filter((fit) => (mode === undefined ? fit !== best : fit.pattern.mode !== mode));
    if (ratio >= TAKES) {
      takePattern(pattern, fundamental, spacing, taken);
      fits = fitAll(
        open.map((fit) => fit.pattern),
        views,
        taken,
      );
      for (const fit of fits) fit.ratio *= LEFT_OVER;
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
