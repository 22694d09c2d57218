import type { Recording } from "@presage/recording";
import { createMachine, temperature, vibration } from "@presage/simulator";

interface Simulated {
  readonly name: string;
  /** Wear in each snapshot, one a minute. */
  readonly wears: readonly number[];
  readonly fails: boolean;
}

const EVERY_S = 60;

/** A recording of a simulated machine: one axis, a snapshot and a temperature a minute. */
export function simulatedRecording({ name, wears, fails }: Simulated): Recording {
  const machine = createMachine({ seed: 7, fault: "outer-race" });
  const times = wears.map((_, i) => i * EVERY_S);
  return {
    name,
    rate: machine.rate,
    samples: machine.blockSamples,
    axes: ["x"],
    shaftHz: machine.shaftHz,
    bearing: machine.bearing,
    times,
    failure: fails ? times.length * EVERY_S : null,
    temperature: times.map((t) => ({
      t_s: t + 1,
      value: temperature(machine, { wear: wears[t / EVERY_S] ?? 0 }, 7_200 + t),
    })),
    block: (snapshot) => Float64Array.from(vibration(machine, { wear: wears[snapshot] ?? 0 }, snapshot)),
  };
}

/** So many snapshots of a machine that stays new. */
export const healthy = (snapshots: number): number[] => Array.from({ length: snapshots }, () => 0.02);

/** Healthy for half of the snapshots, then wearing out evenly. */
export const wearingOut = (snapshots: number): number[] =>
  Array.from({ length: snapshots }, (_, i) => Math.max(0.02, (2 * i) / snapshots - 1));
