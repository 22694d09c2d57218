import { describe, expect, it } from "vitest";
import { CATALOGUE } from "./catalogue.ts";
import { createVibrationAnalyzer } from "./vibration.ts";

const analyzer = await createVibrationAnalyzer();

const MACHINE = { shaftHz: 1797 / 60, bearing: { balls: 9, ball_mm: 7.94, pitch_mm: 39.04, contact_deg: 0 } };

/** An offset, a tone at 97 Hz, a carrier at 3.1 kHz modulated near the BPFO of `MACHINE`, and repeatable noise, in g. */
function waveform(size: number, rate: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => {
    const at = (hz: number): number => Math.sin((2 * Math.PI * hz * i) / rate);
    return (
      0.1 + 0.5 * at(97) + 0.3 * at(3100) * (1 + 0.6 * at(107.4)) + (0.02 * (((i * 7919) % 101) - 50)) / 50
    );
  });
}

/**
 * Computed in double precision with NumPy 2.4 from `waveform` rounded to float32, without any of the code tested here: rfft for
 * the spectra, and for the envelope ifft of the doubled lines of fft from 2 kHz to 10 kHz or the Nyquist frequency.
 * The first length is one of PFFFT, the second padded for it; the others, prime and odd, are not.
 */
const REFERENCE: readonly (readonly [size: number, rate: number, expected: Record<string, number>])[] = [
  [
    2560,
    25600,
    {
      mean: 0.110922495,
      rms: 0.422327259,
      peak: 0.981100717,
      peak_to_peak: 1.94942689,
      crest_factor: 2.32308168,
      skewness: -0.008977095,
      kurtosis: 2.2225356,
      velocity_rms: 6.3764358,
      spectral_centroid: 1016.27035,
      band_rms_10_1000: 0.352261488,
      band_rms_1000_4000: 0.232653298,
      band_rms_4000_nyquist: 0.0120250101,
      envelope_floor: 0.00144164072,
      envelope_bpfo: 0.15969725,
      envelope_bpfi: 0.00733108813,
      envelope_bsf: 0.016413687,
      envelope_ftf: 0.00698719173,
      order_1x: 0.0246998952,
      order_2x: 0.0384742435,
      order_3x: 0.18648679,
      envelope_bpfo_ratio: 110.774653,
      envelope_bpfi_ratio: 5.08523937,
      envelope_bsf_ratio: 11.3854213,
      envelope_ftf_ratio: 4.84669422,
    },
  ],
  [
    1000,
    25600,
    {
      mean: 0.115869408,
      rms: 0.425287802,
      peak: 0.961257453,
      peak_to_peak: 1.92171866,
      crest_factor: 2.26025164,
      skewness: 0.0653141074,
      kurtosis: 2.20763277,
      velocity_rms: 5.73527421,
      spectral_centroid: 1018.99526,
      band_rms_10_1000: 0.354606864,
      band_rms_1000_4000: 0.234482575,
      band_rms_4000_nyquist: 0.0118999436,
      envelope_floor: 0.00339629184,
      envelope_bpfo: 0.168774238,
      envelope_bpfi: 0.0189519531,
      envelope_bsf: 0.0280125817,
      envelope_ftf: 0.0120394473,
      order_1x: 0.0531573974,
      order_2x: 0.121341705,
      order_3x: 0.467470039,
      envelope_bpfo_ratio: 49.6936795,
      envelope_bpfi_ratio: 5.5801898,
      envelope_bsf_ratio: 8.24799015,
      envelope_ftf_ratio: 3.54488009,
    },
  ],
  [
    1021,
    12800,
    {
      mean: 0.111361921,
      rms: 0.423996413,
      peak: 0.973764837,
      peak_to_peak: 1.91678149,
      crest_factor: 2.29663461,
      skewness: -0.124387554,
      kurtosis: 2.21270695,
      velocity_rms: 6.11926121,
      spectral_centroid: 1022.79123,
      band_rms_10_1000: 0.352775774,
      band_rms_1000_4000: 0.234993019,
      band_rms_4000_nyquist: 0.010024563,
      envelope_floor: 0.000724931949,
      envelope_bpfo: 0.125557235,
      envelope_bpfi: 0.0131055359,
      envelope_bsf: 0.0262468476,
      envelope_ftf: 0.0136899949,
      order_1x: 0.028246083,
      order_2x: 0.0448429629,
      order_3x: 0.444255085,
      envelope_bpfo_ratio: 173.19865,
      envelope_bpfi_ratio: 18.0782982,
      envelope_bsf_ratio: 36.2059469,
      envelope_ftf_ratio: 18.8845242,
    },
  ],
  [
    2001,
    44100,
    {
      mean: 0.133179167,
      rms: 0.424249695,
      peak: 0.991298119,
      peak_to_peak: 1.94462067,
      crest_factor: 2.33659123,
      skewness: -0.0630464069,
      kurtosis: 2.18296606,
      velocity_rms: 7.20260143,
      spectral_centroid: 1002.76882,
      band_rms_10_1000: 0.355100509,
      band_rms_1000_4000: 0.231763694,
      band_rms_4000_nyquist: 0.0133049672,
      envelope_floor: 0.00203068703,
      envelope_bpfo: 0.177088153,
      envelope_bpfi: 0.0120419357,
      envelope_bsf: 0.0234291824,
      envelope_ftf: 0.00335501542,
      order_1x: 0.0842889936,
      order_2x: 0.126142692,
      order_3x: 0.393248425,
      envelope_bpfo_ratio: 87.2060296,
      envelope_bpfi_ratio: 5.92998109,
      envelope_bsf_ratio: 11.5375644,
      envelope_ftf_ratio: 1.6521578,
    },
  ],
];

describe("the vibration analyzer", () => {
  it.each(REFERENCE)("agrees with NumPy to 1e-5 on %i samples at %i Hz", (size, rate, expected) => {
    const found = analyzer.analyze(waveform(size, rate), rate, MACHINE);
    // Velocities at orders, evidence and the kurtogram have their own references.
    const others = /^(velocity_.*(x|harmonics)|evidence_.*|band_kurtosis)$/;
    expect(
      Object.keys(found)
        .filter((name) => !others.test(name))
        .toSorted(),
    ).toEqual(Object.keys(expected).toSorted());
    for (const [name, value] of Object.entries(expected))
      expect(Math.abs((found[name] ?? NaN) / value - 1), name).toBeLessThan(1e-5);
  });

  it("computes the features of the catalogue, all of them and no others", () => {
    const names = CATALOGUE.filter((f) => f.quantity === "acceleration").map((f) => f.name);
    expect(Object.keys(analyzer.analyze(waveform(25_600, 25_600), 25_600, MACHINE)).toSorted()).toEqual(
      names.toSorted(),
    );
  });

  it("gives the RMS, crest factor, kurtosis and velocity of a sine", () => {
    // Of A sin(2πft): rms A/√2, crest factor √2, kurtosis 3/2, velocity A·9806.65/(2πf·√2) mm/s.
    const sine = Float32Array.from(
      { length: 2560 },
      (_, i) => 2 * Math.sin((2 * Math.PI * 100 * i) / 25_600),
    );
    const f = analyzer.analyze(sine, 25_600, { shaftHz: 100 });
    expect(f["rms"]).toBeCloseTo(Math.SQRT2, 6);
    expect(f["crest_factor"]).toBeCloseTo(Math.SQRT2, 6);
    expect(f["kurtosis"]).toBeCloseTo(1.5, 6);
    expect(f["velocity_rms"]).toBeCloseTo((2 * 9806.65) / (2 * Math.PI * 100 * Math.SQRT2), 4);
    expect(f["spectral_centroid"]).toBeCloseTo(100, 4);
    expect(f["order_1x"]).toBeCloseTo(2, 6);
    expect(f["order_2x"]).toBeCloseTo(0, 6);
  });

  it("gives an impulse the kurtosis of its length", () => {
    // One 1 among n − 1 zeros: kurtosis ((n−1)³ + 1) / (n(n−1)) = (n² − 3n + 3)/(n − 1); its spectrum is flat.
    const n = 3200;
    const impulse = new Float32Array(n);
    impulse[17] = 1;
    const f = analyzer.analyze(impulse, 25_600);
    expect(f["kurtosis"]).toBeCloseTo((n * n - 3 * n + 3) / (n - 1), 6);
    expect(f["peak_to_peak"]).toBe(1);
    expect(f["spectral_centroid"]).toBeCloseTo((6400 * n) / (n - 1), 2);
  });

  it("finds the modulation of a resonance at its frequency", () => {
    // Carrier A(1 + m sin ωt): the envelope's amplitude at ω is A·m. BPFO is 100 Hz for two balls, r = 0.5, 200 Hz.
    const bearing = { balls: 2, ball_mm: 5, pitch_mm: 10, contact_deg: 0 };
    const block = Float32Array.from({ length: 2560 }, (_, i) => {
      const t = i / 25_600;
      return 0.8 * (1 + 0.5 * Math.sin(2 * Math.PI * 100 * t)) * Math.sin(2 * Math.PI * 5000 * t);
    });
    expect(analyzer.analyze(block, 25_600, { shaftHz: 200, bearing })["envelope_bpfo"]).toBeCloseTo(0.4, 5);
  });

  it("takes the amplitude at the Nyquist line for that of the samples", () => {
    const alternating = Float32Array.from({ length: 64 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const f = analyzer.analyze(alternating, 1000, { shaftHz: 500 });
    expect(f["order_1x"]).toBeCloseTo(2, 6); // 2|X|/N, as for any other line
    expect(f["band_rms_10_1000"]).toBeCloseTo(1, 6); // but its power counts once
  });

  it("leaves out what needs a shaft speed or a bearing that is unknown", () => {
    const bare = Object.keys(analyzer.analyze(waveform(2560, 25_600), 25_600));
    const withShaft = Object.keys(analyzer.analyze(waveform(2560, 25_600), 25_600, { shaftHz: 30 }));
    expect(bare.filter((name) => /^order|^evidence|_[12]x|bpf|bsf|ftf/.test(name))).toEqual([]);
    expect(withShaft.filter((name) => !bare.includes(name))).toEqual([
      "order_1x",
      "order_2x",
      "order_3x",
      "velocity_1x",
      "velocity_2x",
      "velocity_harmonics",
    ]);
    expect(
      analyzer.analyze(waveform(2560, 25_600), 25_600, { shaftHz: 0, bearing: MACHINE.bearing }),
    ).not.toHaveProperty("envelope_bpfo");
  });

  it("leaves out bands and tones above the Nyquist frequency", () => {
    const f = analyzer.analyze(waveform(2048, 2048), 2048, { ...MACHINE, shaftHz: 600 });
    expect(Object.keys(f).filter((name) => /4000|envelope|order_[23]x/.test(name))).toEqual([
      "band_rms_1000_4000",
    ]);
    expect(f).toHaveProperty("order_1x");
  });

  it("leaves out quotients of a constant signal, whose other features are zero", () => {
    const f = analyzer.analyze(new Float32Array(2560).fill(0.1), 25_600, MACHINE);
    expect(f["mean"]).toBe(Math.fround(0.1));
    expect(f["rms"]).toBe(0);
    expect(f["velocity_rms"]).toBe(0);
    for (const name of ["crest_factor", "skewness", "kurtosis", "spectral_centroid", "envelope_bpfo_ratio"])
      expect(f, name).not.toHaveProperty(name);
  });

  it.each([0, 1, 2, 31, 32, 33, 97, 160])("gives finite values of %i samples", (size) => {
    for (const block of [waveform(size, 25_600), new Float32Array(size), new Float32Array(size).fill(-3e38)])
      for (const rate of [0, 1, 25_600])
        for (const value of Object.values(analyzer.analyze(block, rate, MACHINE)))
          expect(value).toSatisfy(Number.isFinite);
    expect("velocity_rms" in analyzer.analyze(waveform(size, 2000), 2000)).toBe(size >= 32);
  });

  it("says of a single sample nothing but its value, and of none nothing", () => {
    expect(analyzer.analyze(Float32Array.of(2), 0, MACHINE)).toEqual({ mean: 2 });
    expect(analyzer.analyze(new Float32Array(0), 25_600)).toEqual({});
  });

  it("leaves out what samples that are no numbers would spoil", () => {
    const block = waveform(2560, 25_600);
    block[7] = NaN;
    expect(Object.values(analyzer.analyze(block, 25_600, MACHINE)).every(Number.isFinite)).toBe(true);
  });

  it("is a function of its arguments, whatever was analyzed before", () => {
    const first = analyzer.analyze(waveform(2560, 25_600), 25_600, MACHINE);
    // So long that the memory grows and no other plan is kept.
    analyzer.analyze(waveform(1_048_576, 25_600), 25_600, MACHINE);
    analyzer.analyze(waveform(48, 48_000), 48_000);
    expect(analyzer.analyze(waveform(2560, 25_600), 25_600, MACHINE)).toEqual(first);
  });
});
