import { features, type FeatureWindow, samples, type SampleBlock } from "@presage/contracts";
import {
  combineBlocks,
  combineEvidence,
  type Features,
  isoZone,
  scalarStatistics,
  temperatureStatistics,
  type TrendPoint,
  type VibrationAnalyzer,
} from "@presage/signal";
import { output, type WindowStage } from "@presage/stream";
import type { AssetSettings, FeaturesConfig } from "./config.ts";
import { sensorQuality, usableShare } from "./quality.ts";
import { bySensor, pooled, type SensorWindow } from "./sensor-window.ts";
import { shaftSpeed } from "./shaft-speed.ts";
import { keep, recent } from "./trend.ts";

/** What is kept of an asset between windows: by temperature sensor, window ends and means, oldest first. */
export type FeatureState = Readonly<Record<string, readonly TrendPoint[]>>;

/**
 * Turns the blocks of a closed window into one `features` message: per sensor its features, ISO zone, evidence of failure modes and data
 * quality.
 * The result does not depend on the order in which the blocks came.
 */
export function featureStage(
  config: FeaturesConfig,
  analyzer: VibrationAnalyzer,
): WindowStage<SampleBlock, FeatureState> {
  const { assetOf, windowMs, graceMs, trendMs } = config;
  return {
    name: "features",
    input: samples,
    initial: {},
    size: windowMs,
    grace: graceMs,
    identity: (message) => `${message.value.sensor}@${message.time}`,
    heard: (message) => message.value.received,
    step(state, window) {
      const { key, start, end, closedAt, offsets, duplicates, late } = window;
      const asset = assetOf(key);
      const trends = new Map<string, readonly TrendPoint[]>();
      for (const [sensor, points] of Object.entries(state)) {
        const still = recent(points, end, trendMs);
        if (still.length > 0) trends.set(sensor, still);
      }
      const sensors: FeatureWindow["sensors"] = {};
      const sentBy = bySensor(window.messages);
      const machine = { ...asset, shaftHz: shaftSpeed(asset, sentBy) };
      for (const sent of sentBy) {
        const { sensor, quantity, unit } = sent;
        const values = pooled(sent);
        const quality = sensorQuality(sent, values, window, asset.sensors.get(sensor));
        if (quantity === "acceleration") {
          sensors[sensor] = { quantity, unit, ...vibration(sent, machine, analyzer), quality };
        } else if (quantity === "temperature") {
          const before = trends.get(sensor) ?? [];
          const found = temperature(values, before, end);
          const { mean } = found;
          if (mean !== undefined) trends.set(sensor, keep(before, [end, mean], trendMs));
          sensors[sensor] = { quantity, unit, features: found, quality };
        } else {
          sensors[sensor] = { quantity, unit, features: scalarStatistics(values), quality };
        }
      }
      const usable = usableShare(sensors, asset, window);
      const value: FeatureWindow = {
        start,
        end,
        closedAt,
        blocks: [...offsets],
        sensors,
        quality: { duplicates, late, usable },
      };
      return [Object.fromEntries(trends), [output(features, { key, time: end, value })]];
    },
  };
}

/** Features and evidence of the blocks, combined, and the zone of their velocity. */
function vibration(
  { messages }: SensorWindow,
  machine: AssetSettings,
  analyzer: VibrationAnalyzer,
): Pick<FeatureWindow["sensors"][string], "features" | "zone" | "evidence"> {
  const blocks = messages.map(({ value }) => analyzer.diagnose(value.values, value.rate, machine));
  const found = combineBlocks(blocks.map((block) => block.features));
  const evidence = combineEvidence(blocks.map((block) => block.evidence));
  const velocity = found["velocity_rms"];
  if (velocity === undefined) return { features: found, evidence };
  return { features: found, zone: isoZone(velocity, machine.machineGroup, machine.foundation), evidence };
}

/** Statistics of the window, and the slope through the means of earlier windows and its own. */
function temperature(values: Float32Array, before: readonly TrendPoint[], end: number): Features {
  const { mean } = temperatureStatistics(values, []);
  return temperatureStatistics(values, mean === undefined ? before : [...before, [end, mean]]);
}
