import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { describe, expect, it } from "vitest";
import { SPECTRA, SpectrumView, Waterfall, Waveform } from "../schema/signal.ts";
import { type Block, createViews } from "./views.ts";

const views = await createViews();

/** A 6205 at 1,797 r/min: BPFO 107.364 Hz, BPFI 162.186 Hz. */
const MACHINE = { shaftHz: 1797 / 60, bearing: { balls: 9, ball_mm: 7.94, pitch_mm: 39.04, contact_deg: 0 } };

/** A tone at 97 Hz, and a carrier at 3.1 kHz modulated with BPFO. */
function block(size: number, over: Partial<Block> = {}): Block {
  const rate = over.rate ?? 25_600;
  const at = (hz: number, i: number): number => Math.sin((2 * Math.PI * hz * i) / rate);
  const values = Float32Array.from(
    { length: size },
    (_, i) => 0.5 * at(97, i) + 0.3 * at(3100, i) * (1 + 0.6 * at(107.364, i)),
  );
  return { sensor: "vib-x", time: 1_764_270_000_000, rate, unit: "g", values, ...over };
}

function spectrumOf(...args: Parameters<typeof views.spectrum>): SpectrumView {
  const view = views.spectrum(...args);
  if (view === undefined) throw new Error("no spectrum");
  return view;
}

const greatest = ({ amplitude, step }: SpectrumView): number =>
  amplitude.indexOf(Math.max(...amplitude)) * step;

describe("the waveform", () => {
  it("has every sample of a block that is short enough", () => {
    const view = views.waveform(block(2560));
    expect(Value.Errors(Type.Omit(Waveform, ["kept"]), view).First()).toBeUndefined();
    expect(view).toMatchObject({ sensor: "vib-x", samples: 2560, rate: 25_600, unit: "g" });
    expect(view.seconds).toHaveLength(2560);
    expect(view.seconds[256]).toBe(0.01);
    expect(view.values[256]).toBeCloseTo(block(2560).values[256] ?? NaN, 4);
  });

  it("has the extremes of a longer one", () => {
    const long = block(25_600);
    const view = views.waveform(long);
    expect(view.samples).toBe(25_600);
    expect(view.seconds).toHaveLength(4000);
    expect(view.values).toHaveLength(4000);
    expect(view.seconds.toSorted((a, b) => a - b)).toEqual(view.seconds);
    expect(Math.max(...view.values)).toBeCloseTo(Math.max(...long.values), 4);
    expect(Math.min(...view.values)).toBeCloseTo(Math.min(...long.values), 4);
    expect(JSON.stringify(view).length).toBeLessThan(100_000);
  });

  it("is there of a single temperature, and leaves out what is no number", () => {
    const single = { sensor: "temp", rate: 0, unit: "Cel" };
    expect(views.waveform(block(0, { ...single, values: Float32Array.of(71.3) }))).toMatchObject({
      unit: "Cel",
      samples: 1,
      seconds: [0],
      values: [71.3],
    });
    const view = views.waveform(block(0, { rate: 10, values: Float32Array.of(1, NaN, 3) }));
    expect(view).toMatchObject({ samples: 3, seconds: [0, 0.2], values: [1, 3] });
    expect(views.waveform(block(0))).toMatchObject({ samples: 0, seconds: [], values: [] });
  });
});

describe("the spectrum", () => {
  it.each([...SPECTRA])("of %s is what its schema says", (kind) => {
    for (const size of [32, 2560, 25_600]) {
      const view = spectrumOf(block(size), kind, MACHINE);
      expect(Value.Errors(SpectrumView, view).First()).toBeUndefined();
      expect(view.amplitude.length).toBeLessThanOrEqual(4000);
      expect(view.shaftHz).toBe(MACHINE.shaftHz);
      expect("band" in view).toBe(kind === "envelope");
      const top = view.step * (view.amplitude.length - 1);
      expect(view.markers.every(({ hz }) => hz <= top * (1 + 1e-9))).toBe(true);
    }
  });

  it("has the amplitudes in the units of the engineer", () => {
    const acceleration = spectrumOf(block(25_600), "acceleration", MACHINE);
    expect(acceleration.unit).toBe("g");
    expect(acceleration.step * (acceleration.amplitude.length - 1)).toBeCloseTo(12_800, 6);
    expect(Math.max(...acceleration.amplitude)).toBeCloseTo(0.5, 4);
    expect(Math.abs(greatest(acceleration) - 97)).toBeLessThanOrEqual(acceleration.step / 2);

    const velocity = spectrumOf(block(25_600), "velocity", MACHINE);
    expect(velocity.unit).toBe("mm/s");
    // 0.5 g at 97 Hz: 0.5·9,806.65/(2π·97)
    expect(Math.max(...velocity.amplitude)).toBeCloseTo(8.045, 3);
    expect(velocity.markers.map(({ label }) => label)).toContain("10x");

    const envelope = spectrumOf(block(25_600), "envelope", MACHINE);
    expect(envelope.unit).toBe("g");
    expect(envelope.step).toBe(1);
    const bpfo = envelope.markers.find(({ label }) => label === "BPFO");
    expect(bpfo?.hz).toBeCloseTo(107.364, 2);
    expect(Math.abs(greatest(envelope) - (bpfo?.hz ?? NaN))).toBeLessThan(1);
  });

  it("keeps its lines apart where only the lower ones are asked for", () => {
    const view = spectrumOf(block(25_600), "velocity", MACHINE, 1000);
    expect(view.step).toBe(1);
    expect(view.amplitude).toHaveLength(1001);
  });

  it("has no markers of a machine of which nothing is known", () => {
    const view = spectrumOf(block(2560), "velocity", {});
    expect(view.markers).toEqual([]);
    expect("shaftHz" in view).toBe(false);
  });

  it("has four significant digits, which keeps the answer small", () => {
    const view = spectrumOf(block(25_600), "acceleration", MACHINE);
    expect(view.amplitude.every((a) => a === Number(a.toPrecision(4)))).toBe(true);
    expect(JSON.stringify(view).length).toBeLessThan(60_000);
  });

  it("is none of a temperature, or of too few samples", () => {
    expect(views.spectrum(block(2560, { unit: "Cel" }), "velocity", MACHINE)).toBeUndefined();
    expect(views.spectrum(block(31), "velocity", MACHINE)).toBeUndefined();
    expect(views.spectrum(block(2560, { rate: 0 }), "velocity", MACHINE)).toBeUndefined();
  });
});

describe("the waterfall", () => {
  it.each([...SPECTRA])("of %s is what its schema says", (kind) => {
    const blocks = Array.from({ length: 130 }, (_, i) =>
      block(i % 2 === 0 ? 2560 : 3000, { time: 1000 * i }),
    );
    const view = views.waterfall(blocks, kind, MACHINE, 1000);
    expect(Value.Errors(Waterfall, view).First()).toBeUndefined();
    expect(view).toMatchObject({ sensor: "vib-x", kind, unit: kind === "velocity" ? "mm/s" : "g" });
    expect(view?.rows).toHaveLength(120);
    expect(view?.time).toHaveLength(120);
    expect(new Set(view?.rows.map((row) => row.length)).size).toBe(1);
    expect(view?.rows[0]?.length).toBeLessThanOrEqual(400);
    expect(view?.markers.map(({ label }) => label)).toContain("1x");
  });

  it("goes to 1,000 Hz of a velocity, and as far as there are lines of an acceleration", () => {
    const top = (kind: "velocity" | "acceleration", maxHz?: number): number => {
      const view = views.waterfall([block(25_600)], kind, MACHINE, maxHz);
      return view ? view.step * ((view.rows[0]?.length ?? NaN) - 1) : NaN;
    };
    expect(top("velocity")).toBeCloseTo(1000, 6);
    expect(top("velocity", 2000)).toBeCloseTo(2000, 6);
    expect(top("acceleration")).toBeCloseTo(12_800, 6);
  });

  it("is none without accelerations", () => {
    expect(views.waterfall([block(2560, { unit: "Cel" })], "velocity", {})).toBeUndefined();
    expect(views.waterfall([], "velocity", {})).toBeUndefined();
  });
});
