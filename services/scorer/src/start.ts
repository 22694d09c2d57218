import { tryPackage } from "@presage/model";
import { openRegistry } from "@presage/registry";
import { assetLookup, stageObserver, type RunningService, type ServiceContext } from "@presage/service";
import { type Broker, runFoldStage } from "@presage/stream";
import type { Commissioning } from "./condition.ts";
import { type ModelChange, openModels } from "./models.ts";
import { type LiveModel, scorerStage } from "./stage.ts";

/**
 * Scores windows and decides on failures until closed. `fallback` is the folder of the model package that is live where the registry
 * says nothing.
 */
export async function startScorer(
  context: ServiceContext,
  broker: Broker,
  fallback: string,
): Promise<RunningService> {
  const { config, log, metrics } = context;
  const { backend, path } = config.model;
  // The package that comes with Presage was tried when it was made.
  if (path !== undefined) await tryPackage(path, config.model);
  const assetOf = assetLookup(config);
  const defaultClass = config.defaults.class;
  /** Explanations are scored, too, but are no windows. */
  let preparing = false;
  const measured = (model: LiveModel): LiveModel => ({
    ...model,
    score(rows, count) {
      if (!preparing) return model.score(rows, count);
      const begin = performance.now();
      const scores = model.score(rows, count);
      metrics.scorerBatchSeconds.observe((performance.now() - begin) / 1e3);
      metrics.scorerBatchWindows.observe(count);
      const { name, version } = model.reference;
      metrics.scorerScoredWindows.inc({ model: `${name}@${version}` }, count);
      return scores;
    },
  });
  const registry = await openRegistry(config);
  const models = await openModels({
    registry,
    classes: [...new Set([defaultClass, ...config.assets.map((asset) => asset.class)])],
    fallback,
    backend,
    decision: config.decision,
    measured,
    onError: (error) =>
      log.error({ error }, "the model registry cannot be read, the models stay as they are"),
    onChange({ assetClass, model, refused }: ModelChange) {
      if (refused === undefined) log.info({ class: assetClass, ...model }, "live");
      else log.error({ class: assetClass, ...model, error: refused }, "not live, the model before it stays");
    },
  });
  const limitsOf = (key: string) => assetOf(key)?.limits ?? config.limits;
  const commissioningOf = (key: string): Commissioning => ({
    windows: config.baseline.windows,
    states: assetOf(key)?.operatingStates,
    speedSensor: assetOf(key)?.speedSensor,
  });
  const modelOf = (key: string) => models.of(assetOf(key)?.class ?? defaultClass);
  const stage = scorerStage({ modelOf, limitsOf, commissioningOf });
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
  const { reference, rule } = models.of(defaultClass);
  log.info({ ...reference, backend, threshold: rule.threshold }, "scoring");
  return {
    done: membership.done,
    async close() {
      await membership.close();
      await models.close();
      await registry.close();
    },
  };
}
