import { describe, expect, it } from "vitest";
import { type AmplitudeSpectrum, createAmplitudeSpectra, type SpectrumKind } from "./amplitude-spectrum.ts";
import { faultFrequencies } from "./bearing.ts";
import { struck, uniform } from "./synthetic.ts";

const spectra = await createAmplitudeSpectra();

const KINDS = ["velocity", "acceleration", "envelope"] as const;

function tone(hz: number, amplitude: number, size: number, rate: number, phase = 0.3): Float32Array {
  return Float32Array.from(
    { length: size },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / rate + phase),
  );
}

/** Uniform noise, and every 237 samples a decaying tone at 0.234 of the rate. */
function ringing(size: number): Float32Array {
  const next = uniform(7);
  return Float32Array.from(
    { length: size },
    (_, i) => 0.4 * next() + Math.exp(-(i % 237) / 20) * Math.sin(2 * Math.PI * 0.234 * (i % 237)),
  );
}

function of(samples: Float32Array, rate: number, kind: SpectrumKind): AmplitudeSpectrum {
  const spectrum = spectra.of(samples, rate, kind);
  if (spectrum === undefined) throw new Error(`no spectrum of ${kind}`);
  return spectrum;
}

const greatest = ({ amplitude }: AmplitudeSpectrum): number => amplitude.indexOf(Math.max(...amplitude));

/**
 * NumPy 2.4 and SciPy 1.17, double precision, of `ringing` rounded to float32: twice the magnitude of rfft of x less its mean times
 * signal.get_window("hann"), by the window's sum, half of it at Nyquist; √(2·signal.periodogram(scaling="spectrum")) has the same.
 * The velocity is that times 9806.65/(2πf). The envelope is abs(ifft) of the doubled lines of fft in the band.
 */
const REFERENCE = [
  {
    size: 2560,
    rate: 25_600,
    acceleration: {
      1: 0.00295853984,
      7: 0.00476891303,
      320: 0.0023270672,
      583: 0.0635594493,
      594: 0.0824637117,
      1279: 0.00146808373,
      1280: 0.000932401375,
    },
    velocity: { 1: 0, 2: 0.0728907523, 7: 0.106331556, 320: 0.00113501017, 1280: 0.000113693004 },
    envelope: { 1: 0.0066099285, 10: 0.0784233088, 11: 0.120050989, 22: 0.0909089426, 30: 0.00398437034 },
    band: { from: 3200, to: 6400 }, // as in the reference of the kurtogram
    lines: 101,
  },
  {
    size: 1000,
    rate: 25_600,
    acceleration: { 1: 0.00373938593, 125: 0.00319245496, 232: 0.0844021697, 500: 0.00387885115 },
    velocity: { 1: 0, 2: 0.105387016, 7: 0.0253168014, 125: 0.00155709678, 500: 0.000472970389 },
    envelope: { 1: 0.0106144659, 9: 0.0752659647, 12: 0.0582373874, 21: 0.0452176008, 30: 0.023171103 },
    band: { from: 512, to: 8012.8 },
    lines: 40,
  },
  {
    size: 1021,
    rate: 5000,
    acceleration: { 1: 0.00394845295, 127: 0.00894389687, 237: 0.083181385, 510: 0.00717151702 },
    velocity: { 1: 0, 2: 0.539683276, 3: 1.25821197, 127: 0.0224449999, 510: 0.00448164449 },
    envelope: { 1: 0.00949636364, 9: 0.0803642759, 10: 0.0201362715, 22: 0.0454875299, 30: 0.0329274265 },
    band: { from: 499.51028403525953, to: 2500 },
    lines: 205,
  },
];

describe("the amplitude spectrum", () => {
  it.each(REFERENCE)("agrees with SciPy on $size samples at $rate Hz", (reference) => {
    const block = ringing(reference.size);
    for (const kind of KINDS) {
      const { amplitude, step } = of(block, reference.rate, kind);
      expect(step).toBe(reference.rate / reference.size);
      for (const [k, expected] of Object.entries(reference[kind]))
        expect(Math.abs((amplitude[Number(k)] ?? NaN) - expected), `${kind}, line ${k}`).toBeLessThan(
          1e-4 * expected + 1e-7,
        );
    }
    const envelope = of(block, reference.rate, "envelope");
    expect(envelope.band?.from).toBeCloseTo(reference.band.from, 6);
    expect(envelope.band?.to).toBeCloseTo(reference.band.to, 6);
    expect(envelope.amplitude).toHaveLength(reference.lines);
  });

  it.each([2560, 1000, 1021])(
    "shows the peak amplitude of a tone on one of the lines of %i samples",
    (size) => {
      const rate = 10 * size;
      const { amplitude, unit } = of(tone(400, 0.8, size, rate), rate, "acceleration");
      expect(unit).toBe("g");
      expect(amplitude[40]).toBeCloseTo(0.8, 5);
      expect(amplitude[39]).toBeCloseTo(0.4, 5); // half of it: the transform of 1 − cos
      expect(amplitude[41]).toBeCloseTo(0.4, 5);
      expect(amplitude[43]).toBeLessThan(1e-5);
    },
  );

  it("loses at most 1.42 dB of a tone between two lines", () => {
    // F. J. Harris (1978), table 1: the scallop loss of Hann's window, at half a line.
    const lost = [0, 0.1, 0.25, 0.4, 0.5].map((between) => {
      const spectrum = of(tone(10 * (40 + between), 0.8, 2560, 25_600), 25_600, "acceleration");
      return 20 * Math.log10(0.8 / Math.max(...spectrum.amplitude));
    });
    expect(lost.toSorted((a, b) => a - b)).toEqual(lost);
    expect(lost[0]).toBeCloseTo(0, 4);
    expect(lost[4]).toBeCloseTo(1.42, 2);
  });

  it("shows the peak amplitude of a tone at the Nyquist frequency", () => {
    const block = Float32Array.from({ length: 64 }, (_, i) => (i % 2 === 0 ? 0.5 : -0.5));
    expect(of(block, 64, "acceleration").amplitude[32]).toBeCloseTo(0.5, 6);
  });

  it("shows nothing of a constant", () => {
    for (const kind of KINDS)
      expect(Math.max(...of(new Float32Array(2560).fill(1.02), 25_600, kind).amplitude), kind).toBe(0);
  });

  it("gives 1 g at 159.155 Hz a velocity of 9.80665 mm/s", () => {
    // v = a/(2πf) = 9,806.65 mm/s² / (2π·159.155 Hz), which is 9,806.65/1,000.00. 159.155 lines of 1 Hz: a block of 2 s at 20 times.
    const rate = 159.155 * 20;
    const { amplitude, unit } = of(tone(159.155, 1, 6400, rate), rate, "velocity");
    expect(unit).toBe("mm/s");
    expect(Math.max(...amplitude)).toBeCloseTo((9.80665 / (2 * Math.PI * 159.155)) * 1000, 3);
    expect(amplitude[320]).toBeCloseTo(9.8066, 3);
  });

  it("has no velocity below 2 Hz, nor in the first two lines", () => {
    const drift = Float32Array.from({ length: 25_600 }, (_, i) => i / 25_600);
    const fine = of(drift, 2560, "velocity");
    expect(fine.step).toBe(0.1);
    expect(fine.amplitude.findIndex((v) => v > 0)).toBe(20);
    expect(of(drift.subarray(0, 2560), 25_600, "velocity").amplitude.findIndex((v) => v > 0)).toBe(2);
  });

  it("is none of fewer than 32 samples, without a rate, or of what is no number", () => {
    for (const kind of KINDS) {
      expect(spectra.of(new Float32Array(31), 1000, kind)).toBeUndefined();
      expect(spectra.of(new Float32Array(64), 0, kind)).toBeUndefined();
      expect(spectra.of(new Float32Array(64).fill(NaN, 3, 4), 2000, kind)).toBeUndefined();
      expect(spectra.of(new Float32Array(64).fill(Infinity, 3, 4), 2000, kind)).toBeUndefined();
      expect(spectra.of(new Float32Array(32), 2000, kind)).toBeDefined();
    }
  });

  it("is the same whatever was asked for before", () => {
    const block = ringing(2560);
    const first = KINDS.map((kind) => of(block, 25_600, kind));
    of(ringing(12_000), 12_000, "envelope");
    expect(KINDS.map((kind) => of(block, 25_600, kind))).toEqual(first);
  });
});

describe("the spectrum of the envelope", () => {
  it("has the frequency and the amplitude with which a carrier is modulated", () => {
    // A(1 + m·cos) has the envelope A + A·m·cos: amplitude 0.6·0.5 g at 90 Hz.
    const carrier = tone(3000, 0.6, 2560, 25_600);
    const modulated = carrier.map((v, i) => v * (1 + 0.5 * Math.cos((2 * Math.PI * 90 * i) / 25_600)));
    const spectrum = of(modulated, 25_600, "envelope");
    expect(spectrum.unit).toBe("g");
    expect(greatest(spectrum) * spectrum.step).toBe(90);
    expect(spectrum.amplitude[9]).toBeCloseTo(0.3, 4);
  });

  it("is of the band in which strikes ring, or else of 500 Hz to 8 kHz", () => {
    const rings = of(struck({ samples: 12_800, rate: 12_800, hz: 107, strength: 8 }), 12_800, "envelope");
    expect(rings.band?.from).toBeLessThanOrEqual(3400);
    expect(rings.band?.to).toBeGreaterThan(3400);
    expect(Math.abs(greatest(rings) * rings.step - 107)).toBeLessThanOrEqual(2);

    const noise = struck({ samples: 25_600, rate: 25_600, hz: 0 });
    expect(of(noise, 25_600, "envelope").band).toEqual({ from: 500, to: 8000 });
    expect(of(noise, 12_800, "envelope").band).toEqual({ from: 500, to: 6400 });
    expect(spectra.bandOf(noise, 25_600)).toBeUndefined();
  });

  it("is of the band that is asked for", () => {
    const band = { from: 2000, to: 3000 };
    expect(spectra.of(ringing(2560), 25_600, "envelope", { band })?.band).toEqual(band);
  });

  it("is none of a block that has nothing above 500 Hz", () => {
    expect(spectra.of(ringing(1000), 1000, "envelope")).toBeUndefined();
  });

  it("goes to 1,000 Hz, to 12 times BPFI where it is known, and never beyond Nyquist", () => {
    const block = ringing(25_600);
    const top = (rate: number, shaftHz?: number): number => {
      const bearing = { balls: 9, ball_mm: 7.94, pitch_mm: 39.04, contact_deg: 0 };
      const faults = shaftHz === undefined ? undefined : faultFrequencies(shaftHz, bearing);
      const spectrum = spectra.of(block, rate, "envelope", { faults });
      return spectrum === undefined ? NaN : (spectrum.amplitude.length - 1) * spectrum.step;
    };
    expect(top(25_600)).toBe(1000);
    expect(top(25_600, 0)).toBe(1000);
    expect(top(25_600, 1797 / 60)).toBe(Math.floor(12 * 162.186)); // BPFI of a 6205 at 1,797 r/min: 162.186 Hz
    expect(top(1600)).toBeCloseTo(800, 6);
  });
});
