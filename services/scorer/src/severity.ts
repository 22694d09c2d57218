import type { FailureMode, Prediction, Severity } from "@presage/contracts";
import { LASTING_IMPACTS } from "./impacts.ts";
import { OFF_BASELINE } from "./off-baseline.ts";

/** Rules that tell of something early. */
const EARLY: readonly string[] = [OFF_BASELINE, LASTING_IMPACTS];

/**
 * Severity rises with risk, with the ISO 20816-3 zone, from a temperature's alarm to its limit, and as the remaining life gets short of
 * the horizon; a process change, or impacts without more, are low.
 */
export function severityOf({ risk, zone, remainingLifeHours, horizonHours, rules }: Prediction): Severity {
  const short = remainingLifeHours !== undefined && remainingLifeHours.p50 < horizonHours / 4;
  if (zone === "D" || short || (risk ?? 0) >= 0.95) return "critical";
  if (zone === "C" || rules.includes("temperature-limit") || (risk ?? 0) >= 0.8) return "high";
  if (rules.some((rule) => !EARLY.includes(rule)) || (risk ?? 0) >= 0.5) return "medium";
  return "low";
}

const URGENCY: Readonly<Record<Severity, string>> = {
  critical: "Act now",
  high: "Act within the horizon",
  medium: "Plan an inspection",
  low: "Keep an eye on it",
};

/** What to look at, by what is likely failing. */
const CHECKS: Readonly<Record<FailureMode, string>> = {
  "outer-race": "inspect the bearing, its outer race first, and its lubrication",
  "inner-race": "inspect the bearing, its inner race first, and its lubrication",
  "rolling-element": "inspect the bearing's rolling elements and its lubrication",
  cage: "inspect the bearing's cage and its lubrication",
  imbalance: "check the balance: deposits, a lost weight, a worn impeller",
  misalignment: "check the alignment of the coupling",
  looseness: "check foot bolts, mounting and bearing clearance",
  overheating: "check cooling, lubrication and load",
  "bearing-wear": "inspect the bearing and its lubrication",
  "process-change": "ask what has changed in the process before looking at the machine",
};

/** What to look at where nothing says what is likely failing. */
const ANYTHING = "check mounting, balance, alignment and bearings";

/** What to do next, in words for the person who is called: by the passed limits, then by the likeliest failure mode. */
export function actionFor(
  severity: Severity,
  { rules, modes = [] }: Pick<Prediction, "rules" | "modes">,
): string {
  const mode = modes[0]?.mode;
  const urgency = URGENCY[severity];
  if (rules.includes("temperature-limit"))
    return `${urgency}: ${CHECKS.overheating}; the temperature limit is passed.`;
  if (rules.includes("zone-d"))
    return `${urgency}: the vibration can cause damage; ${mode === undefined ? ANYTHING : CHECKS[mode]}.`;
  if (rules.includes("velocity-alarm"))
    return `${urgency}: the vibration has grown too strong to run on for long; ${mode === undefined ? ANYTHING : CHECKS[mode]}.`;
  if (rules.includes("temperature-alarm"))
    return `${urgency}: ${CHECKS[mode ?? "overheating"]}; the temperature has risen far above the usual.`;
  if (rules.includes(LASTING_IMPACTS))
    return `${urgency}: ${CHECKS[mode ?? "bearing-wear"]}; it is struck again and again.`;
  if (rules.includes(OFF_BASELINE)) return `${urgency}: ${CHECKS["process-change"]}.`;
  return `${urgency}: ${CHECKS[mode ?? "bearing-wear"]}.`;
}
