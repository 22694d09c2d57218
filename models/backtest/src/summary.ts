import { brierOf, calibrationOf, failedWithin, type Judgement } from "./calibration.ts";
import { lifeErrorOf, type LifeJudgement, type RemainingLife } from "./remaining-life.ts";
import type { Alarm, AssetReport, Figures, JudgedBy, Outcome, RuleName, Summary } from "./report.ts";
import { RISK_ALONE, RULES } from "./rules.ts";
import { median, ratio, wilson } from "./statistics.ts";

const HOUR_S = 3_600;

/** All figures of judged recordings. */
export function summarize(assets: readonly AssetReport[], made: Date): Summary {
  const calibration = calibrationOf(
    assets.flatMap((asset) => judgementsOf(asset, (i) => asset.series.risk[i])),
  );
  const detections = assets.filter((asset) => asset.opened_s !== null);
  const seen = assets.filter((asset) => asset.model.saw_this_recording === true).map((asset) => asset.asset);
  const unknown = assets.some((asset) => asset.model.saw_this_recording === null);
  return {
    made: made.toISOString(),
    recordings: assets.length,
    failed: assets.filter((asset) => asset.failure_s !== null).length,
    asset_hours: hoursOf(assets),
    ...figures(assets, assets, calibration.brier),
    detected_by_limit: detections.filter((asset) => asset.opened_by === "rule").length,
    independent: seen.length > 0 ? false : unknown ? null : true,
    not_independent: seen,
    models: modelsOf(assets),
    calibration,
    remaining_life: remainingLife(assets),
    rules: Object.fromEntries(
      ([RISK_ALONE, ...RULES.map((rule) => rule.name)] as const).map((name) => [
        name,
        figures(assets, ruleOutcomes(assets, name), ruleBrier(assets, name, calibration.brier)),
      ]),
    ) as Summary["rules"],
  };
}

/** How the failures of the recordings were announced, by the model or by a rule: an outcome per asset. */
function figures(
  assets: readonly AssetReport[],
  outcomes: readonly Outcome[],
  brier: number | null,
): Figures {
  const failed = assets.filter((asset) => asset.failure_s !== null).length;
  const shares = outcomes.map((o) => o.opened_share).filter((share) => share !== null);
  const leads = outcomes.map((o) => o.lead_s).filter((lead) => lead !== null);
  const falseAlarms = outcomes.reduce((sum, o) => sum + o.false_alarms, 0);
  return {
    detected: shares.length,
    detection_rate: ratio(shares.length, failed),
    detection_rate_95: wilson(shares.length, failed),
    detected_before_97_percent: shares.filter((share) => share < 0.97).length,
    detected_in_first_fifth: outcomes.filter((o) => o.opened_in_first_fifth).length,
    median_lead_hours: median(leads.map((lead) => lead / HOUR_S)),
    median_lead_share: median(shares.map((share) => 1 - share)),
    false_alarms: falseAlarms,
    false_alarms_per_asset_hour: ratio(falseAlarms, hoursOf(assets)),
    assets_with_false_alarms: outcomes.filter((o) => o.false_alarms > 0).length,
    brier,
  };
}

const hoursOf = (assets: readonly AssetReport[]): number =>
  assets.reduce((sum, asset) => sum + asset.observed_s, 0) / HOUR_S;

const ruleOf = (asset: AssetReport, name: RuleName) => asset.rules.find((rule) => rule.rule === name);

const ruleOutcomes = (assets: readonly AssetReport[], name: RuleName): Outcome[] =>
  assets.flatMap((asset) => ruleOf(asset, name) ?? []);

/** A rule's alarm taken as a risk of 0 or 1, in the windows that the model scored; the risk's own is that of the risk. */
function ruleBrier(assets: readonly AssetReport[], name: RuleName, ofRisk: number | null): number | null {
  if (name === RISK_ALONE) return ofRisk;
  return brierOf(
    assets.flatMap((asset) =>
      judgementsOf(asset, (i) => {
        const alarms = ruleOf(asset, name)?.alarms ?? [];
        return alarms.some((alarm) => isOpen(alarm, asset.series.at_s[i] ?? NaN)) ? 1 : 0;
      }),
    ),
  );
}

const isOpen = ({ opened_s, closed_s }: Alarm, at: number): boolean =>
  opened_s <= at && at < (closed_s ?? Infinity);

/** Risks of the scored windows of which it is known whether the machine failed within the horizon. */
function judgementsOf(
  asset: AssetReport,
  riskOf: (window: number) => number | null | undefined,
): Judgement[] {
  return asset.series.at_s.flatMap((at, i) => {
    const horizon = (asset.series.horizon_h[i] ?? NaN) * HOUR_S;
    const failed = failedWithin(at, horizon, asset);
    const risk = riskOf(i) ?? null;
    return failed === null || risk === null || (asset.series.risk[i] ?? null) === null
      ? []
      : [{ risk, failed }];
  });
}

/** The predicted and the actual remaining life of an asset's windows before its failure, with the time of each. */
export function livesOf({ failure_s, series }: AssetReport): (LifeJudgement & { readonly at_s: number })[] {
  if (failure_s === null) return [];
  return series.at_s.flatMap((at_s, i) => {
    const [p10, p50, p90] = [series.p10_h[i] ?? null, series.p50_h[i] ?? null, series.p90_h[i] ?? null];
    const actual = (failure_s - at_s) / HOUR_S;
    if (p10 === null || p50 === null || p90 === null || actual <= 0) return [];
    return [{ at_s, p10, p50, p90, actual }];
  });
}

function remainingLife(assets: readonly AssetReport[]): RemainingLife | null {
  const all = assets.flatMap(livesOf);
  if (all.length === 0) return null;
  const open = assets.flatMap((asset) =>
    livesOf(asset).filter(({ at_s }) => asset.alarms.some((alarm) => isOpen(alarm, at_s))),
  );
  return { ...lifeErrorOf(all), while_open: lifeErrorOf(open) };
}

function modelsOf(assets: readonly AssetReport[]): Omit<JudgedBy, "saw_this_recording">[] {
  const models = new Map(
    assets.map(({ model: { name, version, digest, horizon, threshold, decision } }) => [
      digest,
      { name, version, digest, horizon, threshold, decision },
    ]),
  );
  return [...models.values()];
}
