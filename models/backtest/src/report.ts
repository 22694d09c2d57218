import type { ModelReference, Severity } from "@presage/contracts";
import type { Calibration } from "./calibration.ts";
import type { RemainingLife } from "./remaining-life.ts";

/** One alarm in a run: from when to when; seconds from the start of the run. */
export interface Alarm {
  readonly opened_s: number;
  /** When it cleared by itself; null if it was open until the end. */
  readonly closed_s: number | null;
}

/** One predicted failure of the model, from its first revision to its last. */
export interface ModelAlarm extends Alarm {
  /** Its greatest. */
  readonly severity: Severity;
  /** What opened it: the model's risk, or a limit that was passed. */
  readonly basis: "model" | "rule";
  /** The limits that were passed when it opened. */
  readonly limits: readonly string[];
  /** The likeliest failure mode when it opened; null if it names none. */
  readonly mode: string | null;
}

/** What came of a run's alarms. */
export interface Outcome {
  /** When the alarm was opened that was still open at the failure; null if there is none, or no failure. */
  readonly opened_s: number | null;
  /** failure_s - opened_s */
  readonly lead_s: number | null;
  /** lead_s / failure_s */
  readonly lead_share: number | null;
  /** opened_s / failure_s */
  readonly opened_share: number | null;
  /** Whether it was opened in the first fifth of life: so early that nobody could act on it. */
  readonly opened_in_first_fifth: boolean;
  /** Alarms that cleared by themselves before the failure; in a run without failure, all alarms. */
  readonly false_alarms: number;
  /** Observed time per false alarm; null if there was none. */
  readonly mean_time_between_false_alarms_s: number | null;
}

/** What would have been done in the same run by a plain rule, or by the model's risk alone. */
export interface RuleReport extends Outcome {
  readonly rule: RuleName;
  readonly alarms: readonly Alarm[];
}

/** `risk-alone` is the model itself, without the limits that the service has beside it. */
export type RuleName = "risk-alone" | "twice-rms" | "zone-d";

/** Columns of equal length, one row per window that has vibration or a risk. */
export interface Series {
  /** End of the window, seconds from the start of the run. */
  readonly at_s: readonly number[];
  /** Null if not scored. */
  readonly risk: readonly (number | null)[];
  /** Hours within which the risk is that of failure. */
  readonly horizon_h: readonly number[];
  /** Remaining life in hours, as predicted; null if the model gave none. */
  readonly p10_h: readonly (number | null)[];
  readonly p50_h: readonly (number | null)[];
  readonly p90_h: readonly (number | null)[];
  /** The greatest over the asset's sensors. */
  readonly rms_g: readonly (number | null)[];
  readonly velocity_mm_s: readonly (number | null)[];
  /** Cel; the hottest sensor. */
  readonly temperature_C: readonly (number | null)[];
  /** Whether a sensor was in zone D of ISO 20816-3. */
  readonly zone_d: readonly boolean[];
}

/** The model that judged a run. */
export interface JudgedBy extends ModelReference {
  /** In words: hours, or a share of the asset's age. */
  readonly horizon: string;
  /** Risk at or over which a window counts. */
  readonly threshold: number;
  /** Its decision rule, in words. */
  readonly decision: string;
  /** Whether this recording was in the model's training data; null if its manifest does not say what was. */
  readonly saw_this_recording: boolean | null;
}

/** One recording, judged. */
export interface AssetReport extends Outcome {
  readonly asset: string;
  /** Seconds from the start of the run; null if it did not fail. */
  readonly failure_s: number | null;
  /** Likeliest failure mode when `opened_s` was opened. */
  readonly first_mode: string | null;
  readonly opened_by: ModelAlarm["basis"] | null;
  /** How long it was observed: to the failure, or to the end of the recording. */
  readonly observed_s: number;
  readonly windows: number;
  readonly scored_windows: number;
  /** Why windows that have vibration were not scored: reasons and how often. */
  readonly not_scored: Readonly<Record<string, number>>;
  /** Until when the asset's own baseline was being learned; null if the model needs none. */
  readonly learning_until_s: number | null;
  readonly alarms: readonly ModelAlarm[];
  readonly rules: readonly RuleReport[];
  readonly series: Series;
  readonly model: JudgedBy;
}

/** How well failures were announced, over all recordings. Shares are null where there is nothing to divide by. */
export interface Figures {
  readonly detected: number;
  readonly detection_rate: number | null;
  /** 95 % interval of the rate (E. B. Wilson, 1927): how far so few failures can tell. */
  readonly detection_rate_95: readonly [number, number] | null;
  readonly detected_before_97_percent: number;
  readonly detected_in_first_fifth: number;
  readonly median_lead_hours: number | null;
  readonly median_lead_share: number | null;
  readonly false_alarms: number;
  readonly false_alarms_per_asset_hour: number | null;
  readonly assets_with_false_alarms: number;
  /** Of the risk; for a rule, of its alarm taken as a risk of 0 or 1. */
  readonly brier: number | null;
}

export interface Summary extends Figures {
  /** ISO 8601. */
  readonly made: string;
  readonly recordings: number;
  /** Recordings that end with a failure. */
  readonly failed: number;
  readonly asset_hours: number;
  /** Detections that a limit opened, not the model. */
  readonly detected_by_limit: number;
  /** False if a model judged a recording it was trained on; null if a manifest does not say, so that nobody knows. */
  readonly independent: boolean | null;
  /** The recordings that were judged by a model which saw them in training. */
  readonly not_independent: readonly string[];
  readonly models: readonly Omit<JudgedBy, "saw_this_recording">[];
  readonly calibration: Calibration;
  /** Null if no model gave a remaining life. */
  readonly remaining_life: RemainingLife | null;
  readonly rules: Readonly<Record<RuleName, Figures>>;
}

/** What `report.json` holds. */
export interface Report {
  readonly assets: readonly AssetReport[];
  readonly summary: Summary;
}
