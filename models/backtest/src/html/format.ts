const HOUR_S = 3_600;
const NONE = "–";

const NBSP = "\u00a0";

/** A length of time in the unit that a person would say it in; negative ones too. */
export function duration(seconds: number | null): string {
  if (seconds === null) return NONE;
  const size = Math.abs(seconds);
  if (size < 90) return `${seconds.toFixed(0)}${NBSP}s`;
  if (size < 1.5 * HOUR_S) return `${(seconds / 60).toFixed(0)}${NBSP}min`;
  if (size < 96 * HOUR_S) return `${(seconds / HOUR_S).toFixed(size < 10 * HOUR_S ? 1 : 0)}${NBSP}h`;
  return `${(seconds / 86_400).toFixed(1)}${NBSP}days`;
}

export const hours = (value: number | null): string => duration(value === null ? null : value * HOUR_S);

/** A share as per cent; a decimal where it matters. */
export function percent(share: number | null): string {
  if (share === null) return NONE;
  const value = share * 100;
  const near = value !== 0 && value !== 100 && (Math.abs(value) < 10 || value > 95);
  return `${value.toFixed(near ? 1 : 0)}${NBSP}%`;
}

/** An interval of shares, as per cent. */
export const percents = (range: readonly [number, number] | null): string =>
  range === null ? NONE : `${(100 * range[0]).toFixed(0)}–${(100 * range[1]).toFixed(0)}${NBSP}%`;

export const decimal = (value: number | null, digits = 3): string =>
  value === null ? NONE : Number(value.toPrecision(digits)).toString();

/** `1 recording`, `2 recordings` */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** A date and time that reads the same everywhere. */
export const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
