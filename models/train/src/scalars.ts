import { join } from "node:path";
import { loadPackage, openScorer } from "@presage/model";
import { DEFAULTS, liveModel } from "@presage/scorer";
import { evaluateNab, type NabFigures } from "./nab.ts";
import { createSeriesRunner } from "./series.ts";
import { evaluateSkab, type SkabFigures } from "./skab.ts";

/** How the rule for slow sensors fares on recordings with labels. */
export interface ScalarFigures {
  readonly limit: number;
  readonly skab: SkabFigures;
  readonly nab: NabFigures;
}

/** Runs the recordings in `directory`, `skab` and `nab`, beside the model package in `model`, which has no inputs for them. */
export async function evaluateScalars(
  directory: string,
  model: string,
  limit: number = DEFAULTS.limits.deviation,
): Promise<ScalarFigures> {
  const made = await loadPackage(model);
  const scorer = await openScorer(made);
  const settings = { model: liveModel(made, scorer, DEFAULTS.decision), limit };
  try {
    const run = await createSeriesRunner();
    const skab = await evaluateSkab(join(directory, "skab"), run, settings);
    return { limit, skab, nab: await evaluateNab(join(directory, "nab"), run, settings) };
  } finally {
    scorer.close();
  }
}

/** The figures in words. */
export function scalarsText({ limit, skab, nab }: ScalarFigures): string {
  const { anomalyFree: healthy } = skab;
  const found = nab.anomalies.filter(({ opened }) => opened !== null).length;
  return [
    `limit ${limit} robust standard deviations`,
    "",
    `SKAB, ${skab.files} files, ${skab.rows} rows after those learned from`,
    `  F1 ${skab.f1.toFixed(2)} (always on ${skab.f1AlwaysOn.toFixed(2)}), false alarms ${skab.falseAlarms.toFixed(1)} %, missed ${skab.missed.toFixed(1)} %`,
    `  ${skab.found} of ${skab.anomalies} anomalies found, median delay ${skab.delaySeconds ?? "-"} s`,
    `  ${skab.falseEvents} false events in ${skab.healthyHours.toFixed(1)} h`,
    `  anomaly-free file: greatest deviation ${healthy.greatestDeviation.toFixed(1)}, ${healthy.falseEvents} false events in ${healthy.hours.toFixed(1)} h`,
    "",
    `NAB machine temperature, ${nab.days.toFixed(0)} days`,
    `  ${found} of ${nab.anomalies.length} anomalies found, ${nab.falseEvents} false events`,
    ...nab.anomalies.map(
      ({ at, opened, hoursBefore, greatestDeviation }) =>
        `  ${at}: ${opened === null ? "not found" : `opened ${opened}, ${hoursBefore?.toFixed(1)} h before`}, greatest deviation ${greatestDeviation.toFixed(1)}`,
    ),
    `  before the first label: greatest deviation ${nab.healthyDeviation.toFixed(1)}`,
    "",
  ].join("\n");
}
