import {
  createAmplitudeSpectra,
  extremes,
  type FaultFrequencies,
  faultFrequencies,
  type Machine,
  markersOf,
  peaks,
  type SpectrumKind,
  waterfall as rowsOf,
} from "@presage/signal";
import type { SpectrumView, Waterfall, Waveform } from "../schema/signal.ts";
import { rounded, roundedToRange } from "./rounded.ts";

/** A raw block of one sensor. */
export interface Block {
  readonly sensor: string;
  /** Start, epoch milliseconds. */
  readonly time: number;
  /** Hz; 0 for single values. */
  readonly rate: number;
  /** UCUM; an acceleration is in `g`. */
  readonly unit: string;
  readonly values: Float32Array;
}

/** What a browser shows of raw blocks. Of what is no acceleration there is a waveform only. */
export interface Views {
  /** At most 4,000 points: extremes of 2,000 stretches of a longer block. Values that are no finite number are left out. */
  waveform(block: Block): Omit<Waveform, "kept">;
  /**
   * Up to `maxHz`, or as far as there are lines; at most 4,000 columns, see `peaks`. Undefined of what is no acceleration, of fewer
   * than 32 samples, and of an envelope if the block has nothing above 500 Hz.
   */
  spectrum(block: Block, kind: SpectrumKind, machine: Machine, maxHz?: number): SpectrumView | undefined;
  /**
   * At most 120 rows of 400 columns up to `maxHz`, or a velocity's up to 1,000 Hz, of the blocks of one sensor in any order. Undefined
   * if none of them has such a spectrum.
   */
  waterfall(
    blocks: readonly Block[],
    kind: SpectrumKind,
    machine: Machine,
    maxHz?: number,
  ): Waterfall | undefined;
}

/** Points of a waveform and columns of a spectrum: about the pixels of a wide screen. */
const MOST_POINTS = 4_000;

/** Hz: up to which ISO 20816-3 judges a velocity; above, 400 columns would be too wide for the shaft's orders. */
const HIGHEST_VELOCITY = 1_000;

/** Significant digits of an amplitude. */
const DIGITS = 4;

/** Loads the transform once; from then on everything is synchronous. */
export async function createViews(): Promise<Views> {
  const spectra = await createAmplitudeSpectra();

  function waveform({ sensor, time, rate, unit, values }: Block): Omit<Waveform, "kept"> {
    const shown = extremes(values, MOST_POINTS / 2).filter((i) => Number.isFinite(values[i]));
    // To a hundredth of a sample.
    const decimals = Math.max(0, Math.ceil(Math.log10(rate)) + 2);
    return {
      sensor,
      time,
      rate,
      samples: values.length,
      unit,
      seconds: shown.map((i) => (rate > 0 ? Number((i / rate).toFixed(decimals)) : 0)),
      values: roundedToRange(
        shown.map((i) => values[i] as number),
        DIGITS,
      ),
    };
  }

  function spectrum(
    { sensor, time, rate, unit: measured, values }: Block,
    kind: SpectrumKind,
    machine: Machine,
    maxHz = Infinity,
  ): SpectrumView | undefined {
    if (measured !== "g") return undefined;
    const faults = faultsOf(machine);
    const whole = spectra.of(values, rate, kind, { faults });
    if (whole === undefined) return undefined;
    const lines = whole.amplitude.subarray(0, Math.floor(maxHz / whole.step) + 1);
    const { amplitude, ratio } = peaks(lines, MOST_POINTS);
    return {
      sensor,
      time,
      kind,
      unit: whole.unit,
      step: whole.step * ratio,
      amplitude: rounded(amplitude, DIGITS),
      ...(machine.shaftHz !== undefined && { shaftHz: machine.shaftHz }),
      ...(whole.band && { band: whole.band }),
      markers: markersOf({ shaftHz: machine.shaftHz, faults }, kind, whole.step * (lines.length - 1)),
    };
  }

  function waterfall(
    blocks: readonly Block[],
    kind: SpectrumKind,
    machine: Machine,
    maxHz = kind === "velocity" ? HIGHEST_VELOCITY : Infinity,
  ): Waterfall | undefined {
    const faults = faultsOf(machine);
    const accelerations = blocks.filter(({ unit }) => unit === "g");
    const [first] = accelerations;
    const found = rowsOf(spectra, accelerations, kind, { maxHz, faults });
    if (first === undefined || found === undefined) return undefined;
    const { time, step, unit, rows, band } = found;
    const top = step * ((rows[0]?.length ?? 1) - 1);
    return {
      sensor: first.sensor,
      kind,
      unit,
      time: [...time],
      step,
      rows: rows.map((row) => rounded(row, DIGITS)),
      ...(band && { band }),
      markers: markersOf({ shaftHz: machine.shaftHz, faults }, kind, top),
    };
  }

  return { waveform, spectrum, waterfall };
}

const faultsOf = ({ shaftHz, bearing }: Machine): FaultFrequencies | undefined =>
  shaftHz !== undefined && bearing !== undefined ? faultFrequencies(shaftHz, bearing) : undefined;
