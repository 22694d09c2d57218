import { PresageError } from "@presage/contracts";
import { loadPackage, tryPackage } from "@presage/model";
import { lazyRegistry, openRegistry } from "@presage/registry";
import {
  configuredClasses,
  assetLookup,
  stageObserver,
  type RunningService,
  type StageContext,
} from "@presage/service";
import { type Broker, runFoldStage } from "@presage/stream";
import type { Commissioning } from "./condition.ts";
import { guardModels } from "./guard.ts";
import { countFeatures, countPredictions, modelReport, showModels } from "./model-report.ts";
import { type ModelChange, openModels } from "./models.ts";
import { scorerStage } from "./stage.ts";

const SHOW_MS = 1_000;

/**
 * Scores windows and decides on failures until closed. `shipped` is the folder of the model package that comes with Presage. It is live
 * where the registry says nothing and no package is configured, or that is refused: alerts must not go silent over a broken file.
 */
export async function startScorer(
  context: StageContext,
  broker: Broker,
  shipped: string,
): Promise<RunningService> {
  const { config, log, metrics } = context;
  const { backend } = config.model;
  const startedAt = Date.now();
  const fallback = await fallbackOf(context, shipped);
  const assetOf = assetLookup(config);
  const defaultClass = config.defaults.class;
  // One that is away when Presage starts is followed when it is there.
  const registry = lazyRegistry(() => openRegistry(config));
  const classes = configuredClasses(config);
  const models = await openModels({
    registry,
    classes,
    fallback,
    backend,
    decision: config.decision,
    onError: (error) =>
      log.error({ error }, "the model registry cannot be read, the models stay as they are"),
    onChange({ assetClass, role, model, refused }: ModelChange) {
      const what = { class: assetClass, role, ...model };
      if (refused === undefined) log.info(what, role === "champion" ? "live" : "in shadow");
      else log.error({ ...what, error: refused }, "not taken, the model before it stays");
    },
  });
  const limitsOf = (key: string) => assetOf(key)?.limits ?? config.limits;
  const commissioningOf = (key: string): Commissioning => ({
    windows: config.baseline.windows,
    states: assetOf(key)?.operatingStates,
    speedSensor: assetOf(key)?.speedSensor,
  });
  const guard = guardModels({
    registry,
    classes,
    limits: config.model,
    inputsOf: async ({ digest }) => (await loadPackage(await registry.fetch(digest))).manifest.inputs,
    now: () => Date.now(),
    ...modelReport(context),
  });
  const classOf = (key: string) => assetOf(key)?.class ?? defaultClass;
  const stage = scorerStage({
    modelOf: (key) => models.of(classOf(key)),
    challengerOf: (key) => models.challengerOf(classOf(key)),
    score: (model, batch) => guard.score(model, batch),
    limitsOf,
    commissioningOf,
  });
  const counted: typeof stage = {
    ...stage,
    async prepare(messages, stateOf) {
      countFeatures(metrics, messages, startedAt);
      const predicted = await stage.prepare(messages, stateOf);
      countPredictions(metrics, predicted);
      return predicted;
    },
  };
  const show = (): void => showModels(metrics, models, classes);
  show();
  const timer = setInterval(show, SHOW_MS);
  const membership = await runFoldStage(broker, counted, stageObserver(context, "scorer"));
  const { reference, rule } = models.of(defaultClass);
  log.info({ ...reference, backend, threshold: rule.threshold }, "scoring");
  return {
    done: membership.done,
    async close() {
      clearInterval(timer);
      await membership.close();
      await guard.close();
      await models.close();
      await registry.close();
    },
  };
}

/** The configured package, if it passes its trial; the shipped one was tried when it was made. */
async function fallbackOf(
  { config: { model }, log }: Pick<StageContext, "config" | "log">,
  shipped: string,
): Promise<string> {
  const { path } = model;
  if (path === undefined) return shipped;
  try {
    await tryPackage(path, model);
    return path;
  } catch (error) {
    if (!(error instanceof PresageError && error.code.startsWith("MODEL_"))) throw error;
    log.error(
      { path, error },
      "the configured model is refused, the one that comes with Presage scores instead",
    );
    return shipped;
  }
}
