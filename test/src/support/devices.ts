import { createMachine, type Machine, temperature, vibration } from "@presage/simulator";

/** One message of a simulated device. */
export interface DeviceMessage {
  readonly topic: string;
  readonly payload: string;
}

export interface Fleet {
  /** Asset ids. */
  readonly assets: readonly string[];
  /** Messages in the order of time, with explicit event times. */
  readonly messages: readonly DeviceMessage[];
  /** Starts of the windows that the messages close, by asset. */
  readonly windows: ReadonlyMap<string, readonly number[]>;
}

export const WINDOW_MS = 10_000;

/** Settings with which a baseline is learned before the first machine begins to wear. */
export const FEW_WINDOWS = { PRESAGE_BASELINE_WINDOWS: "6" } as const;

/** New for two fifths of the time, in which its baseline is learned, then wearing out evenly. */
const wearAfter = (share: number): number => Math.max(0.02, (share - 0.4) / 0.6);

/** Some seconds from now back, at the start of a window. */
const baseTime = (seconds: number): number =>
  Math.floor((Date.now() - seconds * 1e3) / WINDOW_MS) * WINDOW_MS;

/**
 * Machines that send a short block of vibration and a temperature each second of event time; the first one wears out. A last
 * message far behind closes all windows before it. They come in on `replay/`, where event time is taken as it is.
 */
export function simulateFleet(count: number, windows: number): Fleet {
  const begin = baseTime(windows * 10 + 120);
  const rounded = (x: number): number => Math.round(x * 1e4) / 1e4;
  const machines: [string, Machine][] = Array.from({ length: count }, (_, i) => [
    `test/hall/line/machine${i}`,
    i === 0
      ? createMachine({ seed: 0, fault: "outer-race", wearLaw: { onset: 0.2, exponent: 1.3 } })
      : createMachine({ seed: 1_000 + i }),
  ]);
  const messages: DeviceMessage[] = [];
  const send = (asset: string, machine: Machine, t: number, second: number, wear: number): void => {
    const v = Array.from(vibration(machine, { wear }, second).subarray(0, 1_280), rounded);
    const warm = rounded(temperature(machine, { wear }, second));
    messages.push(
      { topic: `replay/${asset}/vib-x`, payload: JSON.stringify({ t, rate: machine.rate, unit: "g", v }) },
      { topic: `replay/${asset}/temperature`, payload: JSON.stringify({ t, v: warm, unit: "Cel" }) },
    );
  };
  for (let second = 0; second < windows * 10; second++)
    machines.forEach(([asset, machine], i) =>
      send(
        asset,
        machine,
        begin + second * 1e3 + i,
        second,
        i === 0 ? wearAfter(second / (windows * 10)) : 0.02,
      ),
    );
  for (const [asset, machine] of machines)
    send(asset, machine, begin + windows * WINDOW_MS + 30_000, windows * 10, 0.02);
  const starts = Array.from({ length: windows }, (_, w) => begin + w * WINDOW_MS);
  return {
    assets: machines.map(([asset]) => asset),
    messages,
    windows: new Map(machines.map(([asset]) => [asset, starts])),
  };
}
