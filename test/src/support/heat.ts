import { createMachine, vibration } from "@presage/simulator";
import { type DeviceMessage, WINDOW_MS } from "./devices.ts";

const HOT = 120;
const COOL = 45;
const BLOCKS = 4;

/**
 * Sound machines that all run over their temperature limit in one window and are cool again in the one after the next.
 * `heat` closes the hot window, `calm` the cool ones. They come in on `replay/`, where event time is taken as it is.
 */
export function simulateHeat(assets: readonly string[]): Record<"heat" | "calm", DeviceMessage[]> {
  const begin = Math.floor(Date.now() / WINDOW_MS - 30) * WINDOW_MS;
  const machines = assets.map((asset, i) => [asset, createMachine({ seed: 1_000 + i })] as const);
  const window = (number: number, celsius: number): DeviceMessage[] =>
    Array.from({ length: BLOCKS }, (_, block) => {
      const t = begin + number * WINDOW_MS + (block * WINDOW_MS) / BLOCKS;
      return machines.flatMap(([asset, machine]) => {
        const samples = vibration(machine, { wear: 0.02 }, number * BLOCKS + block).subarray(0, 1_280);
        const v = Array.from(samples, (x) => Math.round(x * 1e4) / 1e4);
        return [
          {
            topic: `replay/${asset}/vib-x`,
            payload: JSON.stringify({ t, rate: machine.rate, unit: "g", v }),
          },
          { topic: `replay/${asset}/temperature`, payload: JSON.stringify({ t, v: celsius, unit: "Cel" }) },
        ];
      });
    }).flat();
  return { heat: [...window(0, HOT), ...window(1, HOT)], calm: [...window(2, COOL), ...window(3, COOL)] };
}
