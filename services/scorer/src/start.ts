import { loadPackage, openScorer, tryPackage } from "@presage/model";
import { assetLookup, stageObserver, type RunningService, type ServiceContext } from "@presage/service";
import { type Broker, runFoldStage } from "@presage/stream";
import type { Commissioning } from "./condition.ts";
import { liveModel } from "./live-model.ts";
import { ruleOf } from "./rule.ts";
import { type LiveModel, scorerStage } from "./stage.ts";

/** Scores windows and decides on failures until closed. `directory` is the model package's folder. */
export async function startScorer(
  context: ServiceContext,
  broker: Broker,
  directory: string,
): Promise<RunningService> {
  const { config, log, metrics } = context;
  const { backend, latencyBudget, path } = config.model;
  // The package that comes with Presage was tried when it was made.
  if (path !== undefined) await tryPackage(path, { backend, latencyBudget });
  const live = await loadPackage(directory);
  const scorer = await openScorer(live, { backend });
  const { manifest } = live;
  const model = liveModel(live, scorer);
  const { reference } = model;
  const assetOf = assetLookup(config);
  const rule = ruleOf(manifest, config.decision);
  /** Explanations are scored, too, but are no windows. */
  let preparing = false;
  const measured: LiveModel = {
    ...model,
    score(rows, count) {
      if (!preparing) return model.score(rows, count);
      const begin = performance.now();
      const scores = model.score(rows, count);
      metrics.scorerBatchSeconds.observe((performance.now() - begin) / 1e3);
      metrics.scorerBatchWindows.observe(count);
      metrics.scorerScoredWindows.inc({ model: `${reference.name}@${reference.version}` }, count);
      return scores;
    },
  };
  const limitsOf = (key: string) => assetOf(key)?.limits ?? config.limits;
  const commissioningOf = (key: string): Commissioning => ({
    windows: config.baseline.windows,
    states: assetOf(key)?.operatingStates,
    speedSensor: assetOf(key)?.speedSensor,
  });
  const stage = scorerStage({ model: measured, rule, limitsOf, commissioningOf });
  const counted: typeof stage = {
    ...stage,
    async prepare(messages, stateOf) {
      preparing = true;
      const predicted = await stage.prepare(messages, stateOf);
      preparing = false;
      // Without the sensor's name: a label for each of a plant's sensors would be too many.
      for (const { value } of predicted)
        if (value.prediction.notScored !== undefined)
          metrics.scorerUnscoredWindows.inc({ reason: value.prediction.notScored.split(": ").at(-1) ?? "" });
      return predicted;
    },
  };
  const membership = await runFoldStage(broker, counted, stageObserver(context, "scorer"));
  log.info({ ...reference, backend, threshold: rule.threshold }, "scoring");
  return {
    done: membership.done,
    async close() {
      await membership.close();
      scorer.close();
    },
  };
}
