import type {
  AmplitudeSpectra,
  AmplitudeSpectrum,
  SpectrumKind,
  SpectrumOptions,
} from "./amplitude-spectrum.ts";
import { BROAD, type FrequencyBand } from "./envelope-spectrum.ts";
import type { Samples } from "./feature.ts";
import { peaksAt } from "./peaks.ts";

/** Acceleration in g. */
export interface AccelerationBlock {
  /** Start, epoch milliseconds. */
  readonly time: number;
  /** Hz */
  readonly rate: number;
  readonly values: Samples;
}

export interface WaterfallOptions extends SpectrumOptions {
  /** Highest frequency shown; that of the block which reaches the highest, if left out or above. */
  readonly maxHz?: number | undefined;
  /** At most, 2 or more; 400 if left out. */
  readonly columns?: number | undefined;
  /** At most, 2 or more; 120 if left out. */
  readonly rows?: number | undefined;
}

/** Spectra on one grid of frequencies, oldest first: column c of each is at c·step Hz. */
export interface SpectralRows {
  /** Of the rows, epoch milliseconds. */
  readonly time: readonly number[];
  /** Hz from column to column. */
  readonly step: number;
  /** Peak amplitudes in `unit`, all rows equally long. */
  readonly rows: readonly Float32Array[];
  readonly unit: AmplitudeSpectrum["unit"];
  /** That was demodulated, of an envelope. */
  readonly band?: FrequencyBand;
}

/**
 * The spectra of many blocks of one sensor, one row each. Of more blocks than rows some are taken, spread evenly, the first and the
 * last among them. Blocks may differ in length and rate: a column is the greatest of a row's lines nearest to it, or the nearest
 * line where they are wider apart than the columns, and 0 above a row's Nyquist frequency. Columns are no closer than the
 * closest lines. Envelopes are all of one band, that of the most impulsive block, or a change of band would look like one of
 * the machine; a block that has nothing there is left out. Undefined if no block has such a spectrum.
 */
export function waterfall(
  spectra: AmplitudeSpectra,
  blocks: readonly AccelerationBlock[],
  kind: SpectrumKind,
  options: WaterfallOptions = {},
): SpectralRows | undefined {
  const { maxHz = Infinity, columns = 400, rows = 120, faults } = options;
  const shown = spread(
    blocks.toSorted((a, b) => a.time - b.time),
    rows,
  );
  const band = kind === "envelope" ? (options.band ?? mostImpulsive(spectra, shown) ?? BROAD) : undefined;
  const seen = shown.flatMap(({ time, rate, values }) => {
    const spectrum = spectra.of(values, rate, kind, { faults, band });
    return spectrum === undefined ? [] : [{ time, ...spectrum }];
  });
  const [any] = seen;
  if (any === undefined) return undefined;
  const top = Math.min(maxHz, Math.max(...seen.map(({ step, amplitude }) => step * (amplitude.length - 1))));
  const step = Math.max(top / (columns - 1), Math.min(...seen.map((row) => row.step)));
  // Half a thousandth: rounding must not take the last column away.
  const count = Math.floor(top / step + 5e-4) + 1;
  const widest = seen.reduce((a, b) => (width(b.band) > width(a.band) ? b : a), any).band;
  return {
    time: seen.map(({ time }) => time),
    step,
    rows: seen.map((row) => peaksAt(row.amplitude, step / row.step, count)),
    unit: any.unit,
    ...(widest && { band: widest }),
  };
}

/** The band of the block that has the greatest spectral kurtosis in one; undefined if none is impulsive. */
function mostImpulsive(
  spectra: AmplitudeSpectra,
  blocks: readonly AccelerationBlock[],
): FrequencyBand | undefined {
  let best: ReturnType<AmplitudeSpectra["bandOf"]>;
  for (const { values, rate } of blocks) {
    const band = spectra.bandOf(values, rate);
    if (band && band.kurtosis > (best?.kurtosis ?? 0)) best = band;
  }
  return best;
}

/** At most `count` of the items, evenly spread. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from(
    { length: count },
    (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))] as T,
  );
}

const width = (band: FrequencyBand | undefined): number => (band ? band.to - band.from : 0);
