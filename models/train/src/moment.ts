import { conditionAt, type Machine, temperature, vibration } from "@presage/simulator";
import type { Snapshot } from "./observe.ts";

/** A moment at which a machine is looked at. */
export interface Moment {
  /** How much of its life is over. */
  readonly share: number;
  /** Since it was first seen. */
  readonly seconds: number;
  /** When it was first seen, seconds after a midnight. */
  readonly clock: number;
  /** Of the block of vibration: no two are alike. */
  readonly block: number;
  /** Axes of its vibration sensors. */
  readonly axes: readonly number[];
}

/** What all sensors of a machine say at a moment. */
export function sensed(machine: Machine, { share, seconds, clock, block, axes }: Moment): Required<Snapshot> {
  const condition = conditionAt(machine, share, clock + seconds);
  return {
    seconds,
    rate: machine.rate,
    vibration: new Map(axes.map((axis) => [`vib-${axis}`, [vibration(machine, condition, block, axis)]])),
    speed: condition.speed * machine.shaftHz * 60,
    temperature: temperature(machine, condition, clock + seconds),
  };
}
