import { createVibrationAnalyzer, type Features, isoZone, type VibrationAnalyzer } from "@presage/signal";
import { beforeAll, describe, expect, it } from "vitest";
import type { Condition } from "./condition.ts";
import { createMachine } from "./create-machine.ts";
import { BEARING_FAULTS, type Fault, SHAFT_FAULTS } from "./fault.ts";
import type { Machine } from "./machine.ts";
import { vibration } from "./vibration.ts";

const SEEDS = Array.from({ length: 90 }, (_, i) => i);
const machines = SEEDS.map((seed) => createMachine({ seed }));

/** The bearing 6205 of the CWRU recordings, and its speed there. */
const BEARING = { balls: 9, ball_mm: 7.94, pitch_mm: 39.04, contact_deg: 0 };
const SHAFT_HZ = 29.95;

/** Machines on that bearing with blocks of a second, so that lines are 1 Hz apart. */
const known = (fault: Fault, count = 20): Machine[] =>
  SEEDS.slice(0, count).map((seed) =>
    createMachine({ seed, fault, bearing: BEARING, shaftHz: SHAFT_HZ, blockSamples: 25_600 }),
  );

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[values.length >> 1] ?? NaN;

let analyzer: VibrationAnalyzer;
beforeAll(async () => {
  analyzer = await createVibrationAnalyzer();
});

/** Features as an engineer gets them who knows the machine's speed then. */
function featuresOf(machine: Machine, condition: Condition, block = 0): Features {
  const shaftHz = machine.shaftHz * (condition.speed ?? 1);
  const { bearing } = machine;
  return analyzer.analyze(vibration(machine, condition, block), machine.rate, { shaftHz, bearing });
}

const feature = (of: readonly Machine[], name: string, condition: Condition): number[] =>
  of.map((machine) => featuresOf(machine, condition)[name] ?? NaN);

/** Median of the machines' own growth of a feature from new to a wear. */
const growth = (of: readonly Machine[], name: string, wear: number): number => {
  const before = feature(of, name, { wear: 0 });
  return median(feature(of, name, { wear }).map((v, i) => v / (before[i] ?? NaN)));
};

describe("simulated vibration", () => {
  it("is a function of machine, condition, block and axis alone", () => {
    const [machine] = machines as [Machine];
    expect(vibration(machine, { wear: 0.4 }, 7)).toEqual(
      vibration(createMachine({ seed: 0 }), { wear: 0.4 }, 7),
    );
    expect(vibration(machine, { wear: 0.4 }, 7)).not.toEqual(vibration(machine, { wear: 0.4 }, 8));
    expect(vibration(machine, { wear: 0.4 }, 7)).not.toEqual(vibration(machine, { wear: 0.4 }, 7, 1));
  });

  it("has blocks of the length and rate that were asked for, without a value that is not finite", () => {
    for (const fault of [...BEARING_FAULTS, ...SHAFT_FAULTS, "overheating"] as const) {
      const machine = createMachine({ seed: 3, rate: 12_000, blockSamples: 1_000, fault });
      for (const condition of [{ wear: 0 }, { wear: 1 }, { wear: 1, speed: 0.5, load: 0.3 }]) {
        const block = vibration(machine, condition, 0);
        expect(block).toHaveLength(1_000);
        expect(block.every(Number.isFinite)).toBe(true);
      }
    }
    expect(vibration(createMachine({ seed: 3, rate: 12_000 }), { wear: 0 }, 0)).toHaveLength(1_200);
  });

  it("of healthy machines is 0.1 to 1 g RMS, seldom 2 g, and 0.2 to 4 mm/s, and differs between machines", () => {
    const rms = feature(machines, "rms", { wear: 0 });
    expect(Math.min(...rms)).toBeGreaterThan(0.08);
    expect(Math.max(...rms)).toBeLessThan(2);
    expect(rms.filter((v) => v >= 0.1 && v <= 1).length / rms.length).toBeGreaterThan(0.9);
    expect(Math.max(...rms) / Math.min(...rms)).toBeGreaterThan(4);
    const velocity = feature(machines, "velocity_rms", { wear: 0 });
    expect(Math.min(...velocity)).toBeGreaterThan(0.2);
    expect(Math.max(...velocity)).toBeLessThan(4);
  });

  it("of most healthy machines is close to Gaussian noise, with a kurtosis of 3", () => {
    expect(Math.abs(median(feature(machines, "kurtosis", { wear: 0 })) - 3)).toBeLessThan(0.3);
  });

  it("of a machine that runs in is louder by its own share than when it has run in", () => {
    const fresh = machines.filter((machine) => machine.runIn.share > 0);
    expect(fresh.length).toBeGreaterThan(20);
    for (const machine of fresh) {
      const [young, old] = [1, 0].map(
        (runIn) => featuresOf(machine, { wear: 0, runIn })["band_rms_1000_4000"],
      );
      expect((young ?? 0) / (old ?? 1) - 1).toBeGreaterThan(0.3 * machine.runIn.noise);
      expect((young ?? 0) / (old ?? 1) - 1).toBeLessThan(1.1 * machine.runIn.noise);
    }
  });
});

describe("a bearing that wears out", () => {
  // Each fault with the line that gives it away; twice the spin is the spin at twice the speed.
  it.each([
    ["outer-race", "bpfo"],
    ["inner-race", "bpfi"],
    ["rolling-element", "2·bsf"],
    ["cage", "ftf"],
  ] as const)("of the %s shows in the envelope at %s, and nowhere else as much", (fault, own) => {
    const flawed = known(fault);
    const ratios = (wear: number): Record<string, number> => {
      const blocks = flawed.map((machine) => vibration(machine, { wear }, 0));
      const at = (part: string, shaftHz = SHAFT_HZ): number =>
        median(
          blocks.map(
            (block) =>
              analyzer.analyze(block, 25_600, { shaftHz, bearing: BEARING })[`envelope_${part}_ratio`] ?? NaN,
          ),
        );
      return { bpfo: at("bpfo"), bpfi: at("bpfi"), ftf: at("ftf"), "2·bsf": at("bsf", 2 * SHAFT_HZ) };
    };
    const [worn, healthy] = [ratios(0.7), ratios(0)];
    expect(Math.max(...Object.values(healthy))).toBeLessThan(3.5);
    expect(worn[own]).toBeGreaterThan(5);
    const others = Object.entries(worn).filter(
      // A ball's flaw passes the load zone once a turn of the cage, so FTF shows, too.
      ([part]) => part !== own && !(fault === "rolling-element" && part === "ftf"),
    );
    for (const [part, ratio] of others) expect(ratio, part).toBeLessThan(3.5);
  });

  it("all over strikes without a period: no line stands out, but the waveform is impulsive", () => {
    const worn = known("distributed");
    for (const part of ["bpfo", "bpfi", "bsf", "ftf"])
      expect(median(feature(worn, `envelope_${part}_ratio`, { wear: 0.7 })), part).toBeLessThan(3.5);
    expect(median(feature(worn, "kurtosis", { wear: 0.7 }))).toBeGreaterThan(6);
  });

  it.each(BEARING_FAULTS)("(%s) grows to several times the peak and RMS of a healthy one", (fault) => {
    const worn = known(fault);
    expect(growth(worn, "peak", 1)).toBeGreaterThan(4);
    expect(growth(worn, "rms", 1)).toBeGreaterThan(3);
  });

  it("strikes before it gets loud, and shakes last", () => {
    const worn = known("outer-race");
    expect(growth(worn, "kurtosis", 0.5)).toBeGreaterThan(1.25);
    expect(growth(worn, "velocity_rms", 0.5)).toBeLessThan(1.2);
    expect(growth(worn, "velocity_rms", 1)).toBeGreaterThan(1.8);
  });
});

describe("a shaft that wears out", () => {
  it.each(SHAFT_FAULTS)(
    "(%s) is in or near zone D of ISO 20816-3 at the end, as low as healthy when new",
    (fault) => {
      const worn = known(fault);
      const velocity = feature(worn, "velocity_rms", { wear: 1 });
      expect(Math.min(...velocity)).toBeGreaterThan(4.5);
      expect(Math.max(...velocity)).toBeLessThan(14);
      expect(isoZone(median(velocity), 2, "rigid")).toBe("D");
      expect(median(feature(worn, "velocity_rms", { wear: 0 }))).toBeLessThan(1.4); // zone A
      expect(growth(worn, "velocity_rms", 0.5)).toBeGreaterThan(1.5);
    },
  );

  it("of imbalance grows at 1x, of misalignment at 2x most, of looseness at 1x to 10x and at half orders", () => {
    const orders = (fault: Fault): number[] =>
      [1, 2, 3].map((order) => growth(known(fault), `order_${order}x`, 1));
    const [i1 = 0, i2 = 0] = orders("imbalance");
    expect(i1).toBeGreaterThan(5);
    expect(i1).toBeGreaterThan(2 * i2);
    const [m1 = 0, m2 = 0, m3 = 0] = orders("misalignment");
    expect(m2).toBeGreaterThan(10);
    expect(m2).toBeGreaterThan(3 * m1);
    expect(Math.min(m1, m3)).toBeGreaterThan(2);
    for (const order of orders("looseness")) expect(order).toBeGreaterThan(3);
    // The strongest line near half the rated speed is the first order of a shaft at half the speed; so for others.
    const [healthy = [], loose = []] = [0, 1].map((wear) =>
      known("looseness").map((machine) => vibration(machine, { wear }, 0)),
    );
    const at = (order: number, blocks: readonly Float32Array[]): number => {
      const machine = { shaftHz: order * SHAFT_HZ };
      return median(blocks.map((block) => analyzer.analyze(block, 25_600, machine)["order_1x"] ?? NaN));
    };
    for (const order of [0.5, 1.5, 2.5, 4, 7, 10])
      expect(at(order, loose), `${order}x`).toBeGreaterThan(3 * at(order, healthy));
  });

  it("is hardly heard in the bearing's band, and strikes only if it is loose", () => {
    expect(growth(known("imbalance"), "band_rms_4000_nyquist", 1)).toBeLessThan(1.1);
    expect(median(feature(known("imbalance"), "kurtosis", { wear: 1 }))).toBeLessThan(3.5);
    expect(median(feature(known("looseness"), "kurtosis", { wear: 1 }))).toBeGreaterThan(4);
  });
});

describe("a machine that is overheating", () => {
  it("vibrates as a healthy one does, but for some broadband noise late", () => {
    const worn = known("overheating");
    expect(growth(worn, "velocity_rms", 1)).toBeLessThan(1.1);
    expect(growth(worn, "band_rms_1000_4000", 0.5)).toBeLessThan(1.1);
    expect(growth(worn, "band_rms_1000_4000", 1)).toBeGreaterThan(1.05);
    expect(growth(worn, "kurtosis", 1)).toBeLessThan(1.2);
  });
});

describe("speed and load", () => {
  it("move the orders, and the acceleration at 1x goes with the speed cubed: velocity by a force that goes with its square", () => {
    const at = (speed: number): number => median(feature(known("imbalance"), "order_1x", { wear: 1, speed }));
    expect(at(0.5) / at(1)).toBeCloseTo(1 / 8, 1);
    expect(Math.abs((at(0.5) / at(1)) * 8 - 1)).toBeLessThan(0.25);
  });

  it("move the strikes of a flaw", () => {
    const condition = { wear: 0.9, speed: 0.7 };
    expect(median(feature(known("outer-race"), "envelope_bpfo_ratio", condition))).toBeGreaterThan(5);
    const rated = known("outer-race").map(
      (machine) =>
        analyzer.analyze(vibration(machine, condition, 0), 25_600, machine)["envelope_bpfo_ratio"] ?? NaN,
    );
    expect(median(rated)).toBeLessThan(3.5);
  });

  it("make a machine louder, and so does its loudness", () => {
    const rms = (condition: Omit<Condition, "wear">): number =>
      median(feature(known("outer-race"), "rms", { wear: 0.6, ...condition }));
    expect(rms({ speed: 0.6 })).toBeLessThan(0.7 * rms({}));
    expect(rms({ load: 0.3 })).toBeLessThan(0.95 * rms({}));
    expect(rms({ gain: 1.2 }) / rms({})).toBeGreaterThan(1.15);
  });
});
