const UNITS: Readonly<Record<string, string>> = { "1": "", Cel: "°C", "Cel/min": "°C/min", "[degF]": "°F" };

/** A UCUM code as people write it; a ratio has none. */
export const unitName = (unit: string): string => (Object.hasOwn(UNITS, unit) ? (UNITS[unit] ?? "") : unit);

/** Three significant digits, without an exponent where people would not write one. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(2);
  if (size >= 100) return value.toLocaleString("en", { maximumFractionDigits: size < 1000 ? 1 : 0 });
  return String(Number(value.toPrecision(3)));
}

/** A value with its unit. */
export const quantity = (value: number, unit: string): string =>
  `${number(value)} ${unitName(unit)}`.trimEnd();

/** A frequency: two digits behind the point, as bearing frequencies are told apart by them. */
export const hertz = (value: number): string =>
  value >= 10_000 ? `${(value / 1000).toFixed(3)} kHz` : `${value.toFixed(value >= 1000 ? 1 : 2)} Hz`;

/** Local date and time. */
export const localTime = (time: number): string =>
  new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
