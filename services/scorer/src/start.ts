import { loadPackage, openScorer } from "@presage/model";
import { assetLookup, stageObserver, type RunningService, type ServiceContext } from "@presage/service";
import { type Broker, runFoldStage } from "@presage/stream";
import type { DecisionRule } from "./decision.ts";
import { type LiveModel, scorerStage } from "./stage.ts";

const QUIET_TIME_MS = 60_000;

/** Scores windows and decides on failures until closed. `directory` is the model package's folder. */
export async function startScorer(
  context: ServiceContext,
  broker: Broker,
  directory: string,
): Promise<RunningService> {
  const { config, log, metrics } = context;
  const live = await loadPackage(directory);
  const scorer = await openScorer(live, { backend: config.model.backend });
  const { manifest, digest } = live;
  const reference = { name: manifest.name, version: manifest.version, digest };
  const assetOf = assetLookup(config);
  const rule: DecisionRule = { quietTime: QUIET_TIME_MS, ...manifest.decision, ...defined(config.decision) };
  const model: LiveModel = {
    reference,
    inputs: manifest.inputs,
    horizonHours: manifest.outputs.horizonHours,
    score(rows, count) {
      const begin = performance.now();
      const risks = scorer.score(rows, count);
      metrics.scorerBatchSeconds.observe((performance.now() - begin) / 1e3);
      metrics.scorerBatchWindows.observe(count);
      metrics.scorerScoredWindows.inc({ model: `${reference.name}@${reference.version}` }, count);
      return risks;
    },
  };
  const limitsOf = (key: string) => assetOf(key)?.limits ?? config.limits;
  const membership = await runFoldStage(
    broker,
    scorerStage({ model, rule, limitsOf }),
    stageObserver(context, "scorer"),
  );
  log.info({ ...reference, backend: config.model.backend, threshold: rule.threshold }, "scoring");
  return {
    done: membership.done,
    async close() {
      await membership.close();
      scorer.close();
    },
  };
}

/** What was set; a key that was left out does not override the model's own rule. */
const defined = <T extends object>(settings: T): Partial<T> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<T>;
