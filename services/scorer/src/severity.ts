import type { Prediction, Severity } from "@presage/contracts";
import { OFF_BASELINE } from "./off-baseline.ts";

const ORDER: readonly Severity[] = ["low", "medium", "high", "critical"];

export const severer = (a: Severity, b: Severity): Severity => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b);

/** Severity rises with risk, with the ISO 20816-3 zone, and as the remaining life gets short of the horizon; a process change is low. */
export function severityOf({ risk, zone, remainingLifeHours, horizonHours, rules }: Prediction): Severity {
  const short = remainingLifeHours !== undefined && remainingLifeHours.p50 < horizonHours / 4;
  if (zone === "D" || short || (risk ?? 0) >= 0.95) return "critical";
  if (zone === "C" || (risk ?? 0) >= 0.8) return "high";
  if (rules.some((rule) => rule !== OFF_BASELINE) || (risk ?? 0) >= 0.5) return "medium";
  return "low";
}

const URGENCY: Readonly<Record<Severity, string>> = {
  critical: "Act now",
  high: "Act within the horizon",
  medium: "Plan an inspection",
  low: "Keep an eye on it",
};

/** What to do next, in words for the person who is called. */
export function actionFor(
  severity: Severity,
  { rules, drivers }: Pick<Prediction, "rules" | "drivers">,
): string {
  const urgency = URGENCY[severity];
  if (rules.includes("temperature-limit"))
    return `${urgency}: check cooling, lubrication and load; the temperature limit is passed.`;
  if (rules.includes("zone-d"))
    return `${urgency}: the vibration can cause damage; check mounting, balance, alignment and bearings.`;
  if (rules.includes(OFF_BASELINE))
    return `${urgency}: ask what has changed in the process before looking at the machine.`;
  const first = drivers[0]?.feature ?? "";
  if (first.startsWith("temperature.")) return `${urgency}: check lubrication and cooling of the bearing.`;
  if (first.includes("velocity") || first.includes("order"))
    return `${urgency}: check balance, alignment and mounting.`;
  return `${urgency}: inspect the bearing and its lubrication.`;
}
