import type { Alarm, RuleName, Series } from "./report.ts";
import { median } from "./statistics.ts";

/** What alarms of the model's risk alone are called, beside the plain rules. */
export const RISK_ALONE = "risk-alone";

/** A plain rule, which a plant can have without any model: the mark that a model has to beat. */
export interface Rule {
  readonly name: Exclude<RuleName, typeof RISK_ALONE>;
  readonly title: string;
  readonly definition: string;
  /** Whether each window is over the limit; null where the rule cannot tell. */
  over(series: Series): readonly (boolean | null)[];
}

/** So many kept snapshots in a row over the limit raise the alarm, and as many not over it clear it. */
const IN_A_ROW = 3;

/** The part of the recording whose median is a machine's own normal, and the least number of snapshots for it. */
const BASELINE_SHARE = 0.1;
const BASELINE_LEAST = 5;

export const RULES: readonly Rule[] = [
  {
    name: "twice-rms",
    title: "2 × RMS",
    definition:
      "acceleration RMS over twice the median of the first tenth of the recording, three snapshots in a row; three in a row below clear it",
    over(series) {
      const limit = twiceBaseline(series);
      if (limit === null) return series.rms_g.map(() => null);
      const from = baselineLength(series.rms_g.length);
      return series.rms_g.map((rms, i) => (rms === null || i < from ? null : rms > limit));
    },
  },
  {
    name: "zone-d",
    title: "zone D",
    definition:
      "velocity RMS 10–1000 Hz past the C/D boundary of ISO 20816-3 (4.5 mm/s for group 2 on a rigid foundation), three snapshots in a row; three in a row below clear it",
    over: ({ velocity_mm_s, zone_d }) =>
      velocity_mm_s.map((velocity, i) => (velocity === null ? null : (zone_d[i] ?? false))),
  },
];

/** Twice the median RMS of the early part of the recording, g; null if it has too few snapshots. */
export function twiceBaseline({ rms_g }: Pick<Series, "rms_g">): number | null {
  const known = rms_g.slice(0, baselineLength(rms_g.length)).filter((rms) => rms !== null);
  const normal = known.length < BASELINE_LEAST ? null : median(known);
  return normal === null ? null : 2 * normal;
}

const baselineLength = (snapshots: number): number =>
  Math.max(BASELINE_LEAST, Math.ceil(snapshots * BASELINE_SHARE));

/** The alarms of a rule: opened by three in a row over the limit, cleared by three in a row that are not. */
export function alarmsOf({ at_s }: Series, over: readonly (boolean | null)[]): Alarm[] {
  const alarms: Alarm[] = [];
  let opened: number | null = null;
  let row = 0;
  over.forEach((is, i) => {
    const at = at_s[i];
    if (is === null || at === undefined) return;
    row = is === (opened === null) ? row + 1 : 0;
    if (row < IN_A_ROW) return;
    row = 0;
    if (opened === null) opened = at;
    else {
      alarms.push({ opened_s: opened, closed_s: at });
      opened = null;
    }
  });
  return opened === null ? alarms : [...alarms, { opened_s: opened, closed_s: null }];
}
