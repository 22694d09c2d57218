interface Named {
  readonly name: string;
}

/**
 * Features by how much they tell of a machine's condition, most first: what the model says, severity of
 * vibration, heat, impacts, bearing, shaft. What is not named comes after, in its own order.
 */
const TELLING: readonly string[] = [
  "risk",
  "life.p50",
  "velocity_rms",
  "temperature.mean",
  "kurtosis",
  "envelope_bpfo_ratio",
  "envelope_bpfi_ratio",
  "envelope_bsf_ratio",
  "envelope_ftf_ratio",
  "velocity_1x",
  "velocity_2x",
  "rms",
  "peak",
  "crest_factor",
  "band_rms_4000_nyquist",
];

/** Drawn as the band of `life.p50`. */
const BANDS: ReadonlySet<string> = new Set(["life.p10", "life.p90"]);

/** `vib-x.kurtosis` is of `kurtosis`; the sensor's own name may have dots. */
const featureOf = (series: string): string => series.slice(series.lastIndexOf(".") + 1);

function rank(series: string): number {
  const whole = TELLING.indexOf(series);
  const place = whole >= 0 ? whole : TELLING.indexOf(featureOf(series));
  return place >= 0 ? place : TELLING.length;
}

/** Series in the order in which they are shown, without those that are part of another. */
export const tellingFirst = <T extends Named>(series: readonly T[]): T[] =>
  series.filter(({ name }) => !BANDS.has(name)).toSorted((a, b) => rank(a.name) - rank(b.name));

/** How many are shown at first: what fits on a screen or two. */
const USUAL = 8;

/** Of those in order, the ones that are shown at first. */
export const usualSeries = (names: readonly string[]): string[] => names.slice(0, USUAL);

/** What has to be asked for to show a series. */
export const seriesToAsk = (name: string): string[] =>
  name === "life.p50" ? ["life.p10", "life.p50", "life.p90"] : [name];

const TITLES: Readonly<Record<string, string>> = { risk: "Risk", "life.p50": "Remaining life" };

/** The name of a series for people: `vib-x velocity RMS` would lose the name of the catalogue, so it stays. */
export const seriesTitle = (name: string): string => TITLES[name] ?? name.replace(/\.(?=[^.]*$)/, " ");
