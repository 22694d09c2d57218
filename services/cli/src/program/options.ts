import { InvalidArgumentError, Option } from "commander";

export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError("must be a number above 0");
  return value;
}

export function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("must be a whole number");
  return value;
}

export function date(text: string): Date {
  const value = new Date(text);
  if (Number.isNaN(value.getTime())) throw new InvalidArgumentError("must be a time as 2026-03-01T12:00:00Z");
  return value;
}

const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

/** Epoch milliseconds of a time, of one before now, as `-7d`, or of now. */
export function moment(text: string): number {
  if (text === "now") return Date.now();
  const [, ago, unit] = /^-(\d+)([dhm])$/.exec(text) ?? [];
  if (ago === undefined) return date(text).getTime();
  return Date.now() - Number(ago) * UNITS[unit as keyof typeof UNITS];
}

export function assetId(text: string): string {
  if (!/^[^/]+(\/[^/]+){3}$/.test(text)) throw new InvalidArgumentError("must be site/area/line/asset");
  return text;
}

export const speed = (text: string): number => (text === "max" ? Infinity : positive(text));

export const config = (): Option =>
  new Option("--config <file>", "configuration; default ./presage.yaml if there is one");
export const url = (): Option => new Option("--url <url>", "MQTT broker; default that of the configuration");

export const by = (): Option => new Option("--by <name>", "who says so; default the user's name");
export const comment = (): Option => new Option("--comment <text>", "why");
export const assetClass = (): Option =>
  new Option("--class <name>", "class of assets; default that of assets without one");
