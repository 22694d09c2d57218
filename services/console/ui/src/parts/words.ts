import type { FailureSummary } from "../../../src/schema/failure.ts";

export type AlarmState = FailureSummary["state"];
export type FailureMode = NonNullable<FailureSummary["mode"]>;

export const STATES: Readonly<Record<AlarmState, string>> = {
  unacknowledged: "Unacknowledged",
  acknowledged: "Acknowledged",
  shelved: "Shelved",
  "out-of-service": "Out of service",
  closed: "Closed",
};

export const MODES: Readonly<Record<FailureMode, string>> = {
  "outer-race": "Bearing, outer race",
  "inner-race": "Bearing, inner race",
  "rolling-element": "Bearing, rolling element",
  cage: "Bearing, cage",
  imbalance: "Imbalance",
  misalignment: "Misalignment",
  looseness: "Looseness",
  overheating: "Overheating",
  "bearing-wear": "Bearing wear",
  "process-change": "Process change",
};

export const LABELS: Readonly<Record<NonNullable<FailureSummary["label"]>, string>> = {
  confirmed: "Confirmed",
  "false-alarm": "False alarm",
  unknown: "Cause unknown",
};

/** `outer-race` of a newer server, which this page has no word for, is shown as `Outer race`. */
export function modeText(mode: string | undefined): string {
  if (mode === undefined) return "";
  const known: Readonly<Record<string, string>> = MODES;
  return known[mode] ?? sentence(mode);
}

export function sentence(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An asset's own name, and the place it stands in: `motor7` and `lyon / press / line2`. */
export function placeOf(asset: string): { name: string; place: string } {
  const levels = asset.split("/");
  return { name: levels.slice(3).join("/") || asset, place: levels.slice(0, 3).join(" / ") };
}

const DONE: Readonly<Record<string, string>> = {
  acknowledge: "Acknowledged",
  shelve: "Shelved",
  unshelve: "Taken from the shelf",
  comment: "Comment",
  confirmed: "Labelled confirmed",
  "false-alarm": "Labelled false alarm",
  unknown: "Labelled unknown",
  "work-order": "Work order linked",
  "out-of-service": "Taken out of service",
  "in-service": "Put in service",
  "reset-baseline": "Baseline reset",
};

/** The number of a work order, and whether it is done. */
export const workOrderText = ({ workOrder, workOrderDone }: Partial<FailureSummary>): string =>
  `${workOrder ?? ""}${workOrderDone === true ? ", done" : ""}`;

/** What a journal says of the way by which something came; nothing of the page itself. */
export const wayText = (via: string | undefined): string => (via === "mqtt" ? ", over MQTT" : "");

/** A kind of journal entry as what was done. */
export const doneText = (kind: string): string => DONE[kind] ?? sentence(kind);

/** In the order in which an engineer works through them. */
export const ALARM_STATE_ORDER = Object.keys(STATES) as AlarmState[];
export const SEVERITY_ORDER = ["critical", "high", "medium", "low"] as const;
