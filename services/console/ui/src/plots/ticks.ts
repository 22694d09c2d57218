/** 1, 2 or 5 times a power of ten, at least so great. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least * 0.999) ?? 10) * power;
}

/** Figures of ticks that are `increment` apart, with as many digits as tell them apart. */
export function tickTexts(ticks: readonly (number | null)[], increment: number): string[] {
  const digits = Math.min(10, Math.max(0, -Math.floor(Math.log10(increment) + 1e-9)));
  const half = Math.abs(increment * 10 ** digits - Math.round(increment * 10 ** digits)) > 1e-6;
  return ticks.map((tick) => (tick === null ? "" : tick.toFixed(half ? digits + 1 : digits)));
}
