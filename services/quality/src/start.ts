import {
  assetLookup,
  type Config,
  type RunningService,
  type StageContext,
  stageObserver,
} from "@presage/service";
import { type Broker, runFoldStage } from "@presage/stream";
import type { AssetRules } from "./asset.ts";
import { checkFinder } from "./check.ts";
import { scoreboard } from "./scoreboard.ts";
import { sourceMetrics } from "./source-metrics.ts";
import {
  openBreaches,
  type QualitySettings,
  qualityStage,
  type QualityStage,
  type QualityState,
} from "./stage.ts";

const TELL_MS = 5_000;

/** Judges how the data of the sensors comes in until closed. */
export async function startQuality(context: StageContext, broker: Broker): Promise<RunningService> {
  const { config, metrics, log } = context;
  const count = sourceMetrics(metrics);
  const board = scoreboard(metrics);
  const stage = qualityStage(qualitySettings(config));
  const noted = <S extends readonly [QualityState, unknown]>(key: string, step: S): S => {
    const [state] = step;
    board.note(key, state === null ? [] : openBreaches(state).map(({ kind }) => kind));
    return step;
  };
  const { heartbeat } = stage;
  const watched: QualityStage = {
    ...stage,
    prepare(messages, stateOf) {
      count(messages);
      return stage.prepare(messages, stateOf);
    },
    step(state, message) {
      const step = stage.step(state, message);
      return step instanceof Promise ? step : noted(message.key, step);
    },
    ...(heartbeat && {
      heartbeat: { ...heartbeat, step: (state, key, now) => noted(key, heartbeat.step(state, key, now)) },
    }),
  };
  const membership = await runFoldStage(broker, watched, stageObserver(context, "quality"));
  const timer = setInterval(board.tell, TELL_MS);
  log.info({ requirements: config.requirements.map(({ name }) => name) }, "judging data quality");
  return {
    done: membership.done,
    async close() {
      clearInterval(timer);
      await membership.close();
    },
  };
}

/** What the configuration says of assets and what their data must keep. */
export function qualitySettings(
  config: Pick<Config, "assets" | "defaults" | "requirements" | "windows">,
): QualitySettings {
  const find = assetLookup(config);
  const checks = checkFinder(config.requirements);
  const rules = new Map<string, AssetRules>();
  const ofClass = (assetClass: string, every: ReadonlyMap<string, number>): AssetRules => ({
    windowMs: config.windows.size,
    every,
    checksOf: (sensor) => checks(assetClass, sensor),
  });
  const unknown = ofClass(config.defaults.class, new Map());
  for (const { path, class: assetClass, sensors } of config.assets)
    rules.set(path, ofClass(assetClass, everyOf(sensors)));
  return {
    rulesOf: (key) => rules.get(find(key)?.path ?? "") ?? unknown,
    expected: config.assets
      .filter(({ path, sensors }) => !path.includes("+") && everyOf(sensors).size > 0)
      .map(({ path }) => path),
  };
}

const everyOf = (sensors: Config["assets"][number]["sensors"]): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(sensors).flatMap(([sensor, { every }]): [string, number][] =>
      every === undefined ? [] : [[sensor, every]],
    ),
  );
