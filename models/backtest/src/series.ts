import type { Failure, FeatureWindow } from "@presage/contracts";
import { ANCHOR } from "./entries.ts";
import type { ModelAlarm, Series } from "./report.ts";
import type { Trace } from "./run.ts";
import { digits } from "./statistics.ts";

const secondsOf = (time: number): number => (time - ANCHOR) / 1e3;

/** A run as columns. Windows that have neither vibration nor a risk are left out: temperatures come more often than snapshots. */
export function seriesOf({ windows, predictions }: Pick<Trace, "windows" | "predictions">): Series {
  const rows = windows.flatMap((window, i) => {
    const prediction = predictions[i];
    const rms = worst(window, "rms");
    if (prediction === undefined || (rms === null && prediction.risk === null)) return [];
    const { risk, remainingLifeHours: life } = prediction;
    return [
      {
        at: secondsOf(window.end),
        risk: short(risk),
        horizon: prediction.horizonHours,
        p10: short(life?.p10),
        p50: short(life?.p50),
        p90: short(life?.p90),
        rms: short(rms),
        velocity: short(worst(window, "velocity_rms")),
        temperature: short(worst(window, "mean", "temperature")),
        zoneD: Object.values(window.sensors).some((sensor) => sensor.zone === "D"),
      },
    ];
  });
  return {
    at_s: rows.map((r) => r.at),
    risk: rows.map((r) => r.risk),
    horizon_h: rows.map((r) => digits(r.horizon, 5)),
    p10_h: rows.map((r) => r.p10),
    p50_h: rows.map((r) => r.p50),
    p90_h: rows.map((r) => r.p90),
    rms_g: rows.map((r) => r.rms),
    velocity_mm_s: rows.map((r) => r.velocity),
    temperature_C: rows.map((r) => r.temperature),
    zone_d: rows.map((r) => r.zoneD),
  };
}

const short = (x: number | null | undefined): number | null =>
  x === null || x === undefined ? null : digits(x, 5);

/** The greatest over the asset's sensors of a quantity. */
function worst(
  window: FeatureWindow,
  feature: string,
  quantity: "acceleration" | "temperature" = "acceleration",
): number | null {
  const values = Object.values(window.sensors)
    .filter((sensor) => sensor.quantity === quantity)
    .map((sensor) => sensor.features[feature])
    .filter((value) => value !== undefined);
  return values.length === 0 ? null : Math.max(...values);
}

/** The predicted failures of a run, one per id, in the order in which they were opened. */
export function alarmsFrom(revisions: readonly Failure[]): ModelAlarm[] {
  const alarms = new Map<string, ModelAlarm>();
  for (const { id, openedAt, closedAt, severity, basis, rules, modes } of revisions) {
    const before = alarms.get(id);
    const first = before ?? {
      opened_s: secondsOf(openedAt),
      basis,
      limits: rules,
      mode: modes?.[0]?.mode ?? null,
    };
    const closed = closedAt === undefined ? null : secondsOf(closedAt);
    alarms.set(id, { ...first, closed_s: closed, severity });
  }
  return [...alarms.values()];
}

/** Until when the asset's own baseline was being learned; null if none was, or if the model needs none. */
export function learningUntil({ predictions }: Pick<Trace, "predictions">): number | null {
  const last = predictions.findLast(({ baseline }) => baseline?.frozen === false);
  return last === undefined ? null : secondsOf(last.end);
}

/** Why windows with vibration were not scored, without the sensor's name, and how often. */
export function reasonsOf({
  windows,
  predictions,
}: Pick<Trace, "windows" | "predictions">): Record<string, number> {
  const reasons = new Map<string, number>();
  windows.forEach((window, i) => {
    const reason = predictions[i]?.notScored?.split(": ").at(-1);
    if (reason !== undefined && worst(window, "rms") !== null)
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  });
  return Object.fromEntries(reasons);
}
