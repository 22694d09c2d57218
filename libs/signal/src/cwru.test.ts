import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type AmplitudeSpectrum, createAmplitudeSpectra } from "./amplitude-spectrum.ts";
import { faultFrequencies } from "./bearing.ts";
import type { Evidence } from "./evidence.ts";
import { createVibrationAnalyzer } from "./vibration.ts";

/** Recordings of seeded faults (Case Western Reserve University Bearing Data Center); not part of the repository. */
const SHARED = process.env["PRESAGE_SHARED"] ?? join(import.meta.dirname, "../../../../shared");
const FOLDER = join(SHARED, "data/cwru");
const INDEX = join(FOLDER, "index.json");

/** SKF 6205, the drive end's bearing. */
const BEARING = { balls: 9, ball_mm: 7.94, pitch_mm: 39.04, contact_deg: 0 };

const BEARING_MODES = ["outer-race", "inner-race", "rolling-element", "cage"];

interface Recording {
  readonly fs: number;
  readonly shaft_hz: number;
  readonly fault: "normal" | "inner" | "outer" | "ball";
}

function samplesOf(name: string): Float32Array {
  const bytes = gunzipSync(readFileSync(join(FOLDER, `${name}.f32.gz`)));
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

/** Every fourth sample of what a low-pass filter leaves: a sinc of 128 samples in Hamming's window, to 0.11 of the rate. */
function decimated(x: Float32Array): Float32Array {
  const half = 64;
  const filter = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const t = i - half;
    const sinc = t === 0 ? 0.22 : Math.sin(Math.PI * 0.22 * t) / (Math.PI * t);
    return sinc * (0.54 + 0.46 * Math.cos((Math.PI * t) / half));
  });
  return Float32Array.from({ length: Math.floor((x.length - 2 * half) / 4) }, (_, k) =>
    filter.reduce((sum, h, i) => sum + h * (x[4 * k + i] as number), 0),
  );
}

/** Hz of the lines that are greater than their neighbours, the greatest first. */
function peaksOf({ amplitude, step }: AmplitudeSpectrum): number[] {
  const at = (k: number): number => amplitude[k] ?? 0;
  return [...amplitude.keys()]
    .filter((k) => at(k) > at(k - 1) && at(k) >= at(k + 1))
    .toSorted((a, b) => at(b) - at(a))
    .map((k) => k * step);
}

describe.skipIf(!existsSync(INDEX))(
  "on recordings of seeded faults (skipped without the recordings in PRESAGE_SHARED)",
  async () => {
    const index: Record<string, Recording> = existsSync(INDEX)
      ? (JSON.parse(readFileSync(INDEX, "utf8")) as Record<string, Recording>)
      : {};
    const analyzer = await createVibrationAnalyzer();
    const spectra = await createAmplitudeSpectra();
    const names = (...faults: Recording["fault"][]): [string, Recording][] =>
      Object.entries(index).filter(([, { fault }]) => faults.includes(fault));

    /** What each whole, non-overlapping window says of the bearing, strongest first. */
    function windows(x: Float32Array, rate: number, shaftHz: number, seconds = 1): Evidence[][] {
      const size = Math.round(seconds * rate);
      return Array.from({ length: Math.floor(x.length / size) }, (_, w) =>
        analyzer
          .diagnose(x.subarray(w * size, (w + 1) * size), rate, { shaftHz, bearing: BEARING })
          .evidence.filter(({ mode }) => BEARING_MODES.includes(mode)),
      );
    }

    const present = (evidence: readonly Evidence[]): string[] =>
      evidence.filter(({ score }) => score >= 0.5).map(({ mode }) => mode);

    it.each(names("inner", "outer"))(
      "names the race first in every second of %s",
      (name, { fs, shaft_hz, fault }) => {
        const found = windows(samplesOf(name), fs, shaft_hz);
        expect(found.length).toBeGreaterThanOrEqual(3);
        for (const evidence of found) expect(present(evidence)[0]).toBe(`${fault}-race`);
      },
    );

    it.each(names("inner", "outer"))(
      "names no other race first in any tenth of a second of %s",
      (name, { fs, shaft_hz, fault }) => {
        const found = windows(samplesOf(name), fs, shaft_hz, 0.1).flatMap((e) => present(e).slice(0, 1));
        expect(found.filter((mode) => mode !== `${fault}-race`)).toEqual([]);
      },
    );

    it.each(names("outer"))(
      "shows BPFO among the three greatest peaks of the envelope in every second of %s",
      (name, { fs, shaft_hz }) => {
        const x = samplesOf(name);
        const faults = faultFrequencies(shaft_hz, BEARING);
        for (let from = 0; from + fs <= x.length; from += fs) {
          const spectrum = spectra.of(x.subarray(from, from + fs), fs, "envelope", { faults });
          const three = spectrum ? peaksOf(spectrum).slice(0, 3) : [];
          // The nominal speed and the slip are good for 2 %.
          expect(three.some((hz) => Math.abs(hz / faults.bpfo - 1) < 0.02)).toBe(true);
        }
      },
    );

    it.each(names("normal"))(
      "finds nothing in %s, at its own rate and at 12 kHz",
      (name, { fs, shaft_hz }) => {
        const x = samplesOf(name);
        for (const seconds of [0.1, 1]) {
          expect(windows(x, fs, shaft_hz, seconds).flatMap(present)).toEqual([]);
          expect(windows(decimated(x), fs / 4, shaft_hz, seconds).flatMap(present)).toEqual([]);
        }
      },
    );
  },
);
