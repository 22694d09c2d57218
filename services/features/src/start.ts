import { createVibrationAnalyzer } from "@presage/signal";
import {
  type Asset,
  assetLookup,
  geometryOf,
  stageObserver,
  type RunningService,
  type StageContext,
} from "@presage/service";
import { type Broker, runWindowStage } from "@presage/stream";
import { type AssetSettings, DEFAULTS } from "./config.ts";
import { featureStage } from "./stage.ts";

/** Makes features of the samples in the log until closed. */
export async function startFeatures(context: StageContext, broker: Broker): Promise<RunningService> {
  const { config } = context;
  const { size: windowMs, grace: graceMs, trend: trendMs } = config.windows;
  const find = assetLookup(config);
  const unknown: AssetSettings = { ...DEFAULTS.assetOf(""), ...config.defaults };
  const known = new Map(config.assets.map((asset) => [asset, toSettings(asset)]));
  const assetOf = (key: string): AssetSettings => {
    const asset = find(key);
    return (asset && known.get(asset)) ?? unknown;
  };
  const stage = featureStage({ assetOf, windowMs, graceMs, trendMs }, await createVibrationAnalyzer());
  return runWindowStage(broker, stage, stageObserver(context, "features"));
}

/** An asset's configuration in the units of signal processing. */
function toSettings(asset: Asset): AssetSettings {
  const { machineGroup, foundation, shaftSpeed, speedSensor, bearing, sensors } = asset;
  return {
    machineGroup,
    foundation,
    shaftHz: shaftSpeed === undefined ? undefined : shaftSpeed / 60,
    speedSensor,
    bearing: bearing && geometryOf(bearing),
    sensors: new Map(
      Object.entries(sensors).map(([id, { range, every }]) => [id, { range, everyMs: every }]),
    ),
  };
}
