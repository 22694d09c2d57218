import { type Machine, operating, temperature, vibration } from "@presage/simulator";

export interface MachineMoment {
  /** First level of the topics. */
  readonly prefix: "plant" | "replay";
  readonly path: string;
  readonly machine: Machine;
  /** 0 to 1. */
  readonly wear: number;
  /** Counts up; seeds the noise, and is the number of the messages. */
  readonly block: number;
  /** Epoch milliseconds, of the block and of when the machine began to run. */
  readonly t: number;
  readonly since: number;
}

interface Outgoing {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 1;
  readonly retain: false;
}

const QUALITY = { qos: 1, retain: false } as const;

/** What a simulated machine publishes at a moment: a block of vibration, and a temperature. */
export function machineMessages({ prefix, path, machine, wear, block, t, since }: MachineMoment): Outgoing[] {
  const seconds = (t - since) / 1e3;
  const condition = { wear, ...operating(machine, seconds) };
  const v = Array.from(vibration(machine, condition, block), (x) => Math.round(x * 1e4) / 1e4);
  const heat = Math.round(temperature(machine, condition, seconds) * 100) / 100;
  return [
    {
      topic: `${prefix}/${path}/vib-x`,
      payload: JSON.stringify({ seq: block, t, rate: machine.rate, unit: "g", v }),
      ...QUALITY,
    },
    {
      topic: `${prefix}/${path}/temperature`,
      payload: JSON.stringify({ seq: block, t, v: heat, unit: "Cel" }),
      ...QUALITY,
    },
  ];
}
