import type { SensorState } from "../../../src/schema/asset.ts";
import { SPANS } from "../assets/range.ts";
import type { Driver } from "./telling.ts";

/** What of the journal is marked in the trends, and how. */
export const MARKED = { opened: "▲ opened", closed: "▽ closed" } as const;
export type Marked = keyof typeof MARKED;

const MOST = 8;
const LONGEST = Math.max(...SPANS.map(({ span }) => span));

type Sensors = readonly Pick<SensorState, "sensor" | "quantity">[];

/** The trends of a driver. Without a sensor it is the worst of all that measure its quantity: `acceleration.peak`. */
function trendsOf({ sensor, feature }: Driver, sensors: Sensors): string[] {
  if (sensor !== undefined) return [`${sensor}.${feature}`];
  return sensors
    .filter(({ quantity }) => feature.startsWith(`${quantity}.`))
    .map((one) => `${one.sensor}.${feature.slice(one.quantity.length + 1)}`);
}

/** What to look at: risk and remaining life, velocity with its zones, temperature, and what drives the risk. */
export function seriesOf(
  drivers: readonly Driver[],
  sensors: Sensors,
  available: readonly string[],
): string[] {
  const temperatures = sensors.filter(({ quantity }) => quantity === "temperature");
  const wanted = [
    "risk",
    "life.p50",
    ...available.filter((name) => name.endsWith(".velocity_rms")).slice(0, 3),
    ...temperatures.map(({ sensor }) => `${sensor}.mean`).slice(0, 2),
    ...drivers.flatMap((driver) => trendsOf(driver, sensors)),
  ];
  return [...new Set(wanted)].filter((name) => available.includes(name)).slice(0, MOST);
}

/** The shortest span that shows the failure from before it opened. */
export const usualSpan = (duration: number): number =>
  Math.min(...SPANS.map(({ span }) => span).filter((span) => span >= duration * 1.5), LONGEST);
