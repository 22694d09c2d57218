import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { BearingGeometry } from "./bearing.ts";
import type { Samples } from "./feature.ts";
import { createVibrationAnalyzer } from "./vibration.ts";

/** Real recordings, and their features computed with NumPy and SciPy; not part of the repository. */
const SHARED = process.env["PRESAGE_SHARED"] ?? join(import.meta.dirname, "../../../../shared");
const EXPECTED = join(SHARED, "reference/expected.json");

interface Expected {
  readonly file: string;
  readonly manifest: string;
  readonly snapshot: number;
  readonly axis: number;
  readonly features: Readonly<Record<string, number>>;
}

interface Manifest {
  readonly rate_hz: number;
  readonly samples: number;
  readonly axes: readonly string[];
  readonly lsb_g: number;
  readonly shaft_hz: number;
  readonly bearing: BearingGeometry;
}

function load({ file, manifest, snapshot, axis }: Expected): { m: Manifest; block: Float64Array } {
  const m = JSON.parse(readFileSync(join(SHARED, manifest), "utf8")) as Manifest;
  const bytes = readFileSync(join(SHARED, file));
  const at = (i: number): number =>
    bytes.readInt16LE(2 * ((snapshot * m.samples + i) * m.axes.length + axis));
  return { m, block: Float64Array.from({ length: m.samples }, (_, i) => at(i) * m.lsb_g) };
}

describe.skipIf(!existsSync(EXPECTED))(
  "on real blocks (skipped without the recordings in PRESAGE_SHARED)",
  async () => {
    const blocks = existsSync(EXPECTED) ? (JSON.parse(readFileSync(EXPECTED, "utf8")) as Expected[]) : [];
    const analyzer = await createVibrationAnalyzer();

    /** Least tolerances, in the feature's unit, where a relative one asks too much of float32 samples. */
    const ROUNDING: Record<string, number> = {
      // A difference of nearly equal sums: of a skewness of 3e-4, rounding the samples moves 4e-9, in double precision too.
      skewness: 1e-8,
    };

    function compare(
      block: Samples,
      m: Manifest,
      expected: Expected["features"],
      least: typeof ROUNDING,
    ): void {
      const found = analyzer.analyze(block, m.rate_hz, { shaftHz: m.shaft_hz, bearing: m.bearing });
      for (const [name, value] of Object.entries(expected)) {
        const tolerance = Math.max(1e-5 * Math.abs(value), least[name] ?? 0);
        expect(Math.abs((found[name] ?? NaN) - value), name).toBeLessThan(tolerance);
      }
    }

    it.each(blocks)("$file, snapshot $snapshot, axis $axis agrees with SciPy to 1e-5", (expected) => {
      const { m, block } = load(expected);
      compare(block, m, expected.features, {});
    });

    it.each(blocks)("so it does in single precision: $file, snapshot $snapshot, axis $axis", (expected) => {
      const { m, block } = load(expected);
      compare(Float32Array.from(block), m, expected.features, ROUNDING);
    });
  },
);
