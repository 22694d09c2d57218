import type { FeatureWindow, Message } from "@presage/contracts";
import type { Metrics, ServiceContext } from "@presage/service";
import type { GuardSettings } from "./guard.ts";
import { excess, furthest } from "./health.ts";
import type { Models } from "./models.ts";
import type { Judgement } from "./stage.ts";

/** From this excess of the stability index on a distribution has changed (N. Siddiqi, Credit Risk Scorecards, 2006). */
export const NOTABLE_DRIFT = 0.25;

/** Metrics and log of what is seen of models while they are asked. */
export function modelReport({
  log,
  metrics,
}: Pick<ServiceContext, "log" | "metrics">): Pick<
  GuardSettings,
  "onScored" | "onDrift" | "onFault" | "onError"
> {
  const nameOf = ({ reference: { name, version } }: Parameters<GuardSettings["onScored"]>[0]): string =>
    `${name}@${version}`;
  return {
    onScored(model, windows, milliseconds) {
      metrics.scorerBatchSeconds.observe(milliseconds / 1e3);
      metrics.scorerBatchWindows.observe(windows);
      metrics.scorerScoredWindows.inc({ model: nameOf(model) }, windows);
    },
    onDrift(model, drifts) {
      for (const { feature, index, chance } of drifts) {
        metrics.modelDrift.set({ model: nameOf(model), feature }, index);
        metrics.modelDriftChance.set({ model: nameOf(model), feature }, chance);
      }
      const worst = furthest(drifts);
      if (worst !== undefined && excess(worst) >= NOTABLE_DRIFT)
        log.warn({ ...model.reference, ...worst }, "the model's inputs have drifted from its training data");
    },
    onFault(model, { cause, message }, done) {
      const what = { ...model.reference, cause };
      if (done.length === 0) log.error(what, `${message}; there is no better model to go back to`);
      for (const { assetClass, instead } of done) {
        metrics.modelTakenBack.inc({ class: assetClass, cause });
        const outcome =
          instead === null ? "it is out of shadow" : `${instead.name}@${instead.version} is live again`;
        log.error({ ...what, class: assetClass }, `${message}; ${outcome}`);
      }
    },
    onError: (error) => log.error({ error }, "a faulty model cannot be taken back yet"),
  };
}

/** Measures how long features were on their way; those that waited for this process to start tell nothing of that. */
export function countFeatures(
  metrics: Pick<Metrics, "windowToFeaturesSeconds">,
  messages: readonly Message<FeatureWindow>[],
  startedAt: number,
): void {
  const now = Date.now();
  for (const { value } of messages)
    if (value.closedAt >= startedAt) metrics.windowToFeaturesSeconds.observe((now - value.closedAt) / 1e3);
}

/** Counts what became of windows. */
export function countPredictions(
  metrics: Pick<Metrics, "scorerUnscoredWindows" | "scorerRisk">,
  predicted: readonly Message<Judgement>[],
): void {
  for (const { value } of predicted) {
    const { risk, notScored } = value.prediction;
    if (risk !== null) metrics.scorerRisk.observe(risk);
    // Without the sensor's name: a label for each of a plant's sensors would be too many.
    if (notScored !== undefined)
      metrics.scorerUnscoredWindows.inc({ reason: notScored.split(": ").at(-1) ?? "" });
  }
}

/** Shows which models are asked now, and which should be and cannot. */
export function showModels(
  { scorerLiveModels, scorerRefusedModels }: Pick<Metrics, "scorerLiveModels" | "scorerRefusedModels">,
  models: Pick<Models, "of" | "challengerOf" | "refused">,
  classes: readonly string[],
): void {
  scorerRefusedModels.reset();
  for (const { assetClass, role, model } of models.refused())
    scorerRefusedModels.set({ class: assetClass, role, model: `${model.name}@${model.version}` }, 1);
  scorerLiveModels.reset();
  for (const name of classes) {
    const asked = { champion: models.of(name), challenger: models.challengerOf(name) };
    for (const [role, model] of Object.entries(asked))
      if (model !== undefined)
        scorerLiveModels.set(
          { class: name, role, model: `${model.reference.name}@${model.reference.version}` },
          1,
        );
  }
}
