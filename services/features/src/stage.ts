import { features, type FeatureWindow, type Message, samples, type SampleBlock } from "@presage/contracts";
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
import { type Heard, hear, hearUnused } from "./heard.ts";
import { sensorQuality, usableShare } from "./quality.ts";
import { bySensor, pooled, type SensorWindow } from "./sensor-window.ts";
import { shaftSpeed } from "./shaft-speed.ts";
import { keep, recent } from "./trend.ts";

/** What is kept of an asset between windows. */
export interface FeatureState {
  /** By temperature sensor, window ends and means, oldest first. */
  readonly trends?: Readonly<Record<string, readonly TrendPoint[]>>;
  /** By sensor, how its data came in. */
  readonly heard?: Readonly<Record<string, Heard>>;
}

/** Silence need not be known sooner, and each heartbeat is a commit. */
const HEARTBEAT_MS = 10_000;

/** A sensor that was silent for so long is forgotten, milliseconds. */
const GONE = 30 * 86_400_000;

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
    // By the device's own clock where there is one: a message that comes again has it again, though the bridge may have put its own in place.
    identity: ({ time, value }) => `${value.sensor}@${value.deviceTime ?? time}`,
    heard: (message) => message.value.received,
    heartbeats: { topic: features.topic, everyMs: Math.max(windowMs, HEARTBEAT_MS) },
    unused(state, message, why) {
      const { sensor } = message.value;
      const heard = { ...state.heard, [sensor]: hearUnused(state.heard?.[sensor] ?? {}, message, why) };
      return { ...state, heard };
    },
    step(state, window) {
      const { key, start, end, closedAt, offsets, duplicates, late } = window;
      const asset = assetOf(key);
      const trends = new Map<string, readonly TrendPoint[]>();
      for (const [sensor, points] of Object.entries(state.trends ?? {})) {
        const still = recent(points, end, trendMs);
        if (still.length > 0) trends.set(sensor, still);
      }
      const known = Object.entries(state.heard ?? {});
      const heard = new Map(known.filter(([, { lastAt = end }]) => end - lastAt < GONE));
      const sensors: FeatureWindow["sensors"] = {};
      const sentBy = bySensor(window.messages);
      const machine = { ...asset, shaftHz: shaftSpeed(asset, sentBy) };
      for (const sent of sentBy) {
        const { sensor, quantity, unit } = sent;
        const values = pooled(sent);
        const came = hear(heard.get(sensor) ?? {}, sent, values);
        heard.set(sensor, came.heard);
        const quality = {
          ...sensorQuality(sent, values, window, asset.sensors.get(sensor)),
          ...came.arriving,
        };
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
        receivedAt: lastReceived(window.messages),
        blocks: [...offsets],
        sensors,
        quality: { duplicates, late, usable },
      };
      const next = { trends: Object.fromEntries(trends), heard: Object.fromEntries(heard) };
      return [next, [output(features, { key, time: end, value })]];
    },
  };
}

function lastReceived(messages: readonly Message<SampleBlock>[]): number {
  let last = -Infinity;
  for (const { value } of messages) if (value.received > last) last = value.received;
  return last;
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
