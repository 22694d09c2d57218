import type { Quantity } from "@presage/contracts";

/** How to bring a device's unit to the one Presage works in: `value × factor + offset`. */
export interface Conversion {
  readonly quantity: Quantity;
  /** UCUM code of the result. */
  readonly unit: string;
  readonly factor: number;
  readonly offset: number;
}

const STANDARD_GRAVITY = 9.80665; // m/s² per g, CGPM 1901

const same = (quantity: Quantity, unit: string): Conversion => ({ quantity, unit, factor: 1, offset: 0 });

const MEASURED = new Map<string, Conversion>([
  ["g", same("acceleration", "g")],
  ["[g]", same("acceleration", "g")],
  ["m/s2", { quantity: "acceleration", unit: "g", factor: 1 / STANDARD_GRAVITY, offset: 0 }],
  ["Cel", same("temperature", "Cel")],
  ["K", { quantity: "temperature", unit: "Cel", factor: 1, offset: -273.15 }],
  ["[degF]", { quantity: "temperature", unit: "Cel", factor: 5 / 9, offset: -160 / 9 }],
]);

/** UCUM codes of scalar sensors, taken as they are. */
const SCALAR_UNITS = new Set(
  (
    "1 % A mA V mV kV W kW MW V.A Hz kHz /min r/min {rpm} Pa kPa MPa bar mbar [psi] N kN N.m mm um m m/s mm/s " +
    "kg g/s kg/h L/min L/h m3/h m3/s s ms h J kJ kW.h dB lx ppm deg rad Ohm Cel/min"
  ).split(" "),
);

/**
 * The conversion of a UCUM unit, or undefined if Presage does not know it.
 * A single value in `g` is a summary the device made, not a waveform, so it is a scalar.
 */
export function conversionOf(unit: string, block: boolean): Conversion | undefined {
  const measured = MEASURED.get(unit);
  if (measured !== undefined && (block || measured.quantity !== "acceleration")) return measured;
  if (measured !== undefined || SCALAR_UNITS.has(unit)) return same("scalar", unit);
  return undefined;
}
