import { qualityFault, type SampleBlock, type SensorQuality } from "@presage/contracts";
import { clippedShare, completeness, sampleQuality } from "@presage/signal";
import type { AssetSettings, SensorSettings } from "./config.ts";
import type { SensorWindow } from "./sensor-window.ts";

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The quality of what one sensor sent in a window; `values` are all its samples. */
export function sensorQuality(
  window: SensorWindow,
  values: Float32Array,
  { start, end }: Span,
  settings: SensorSettings = {},
): SensorQuality {
  const { quantity, messages } = window;
  const times = messages.map((m) => m.time);
  return {
    blocks: messages.length,
    samples: values.length,
    ...completeness(times, start, end, settings.everyMs),
    ...sampleQuality(values, settings.range),
    // A slow quantity rests at its extremes by nature; only a waveform that does so is clipped.
    clipped: quantity === "acceleration" && values.length > 0 ? clipped(window, values.length) : 0,
    clockSkewed: messages.filter((m) => m.value.clockSkewed).length,
  };
}

const clipped = ({ messages }: SensorWindow, samples: number): number =>
  messages.reduce((sum, { value: { values } }) => sum + clippedShare(values) * values.length, 0) / samples;

/**
 * Share of the asset's sensors whose data is good, of those that were heard and those that should have been: the ones
 * configured with an interval that fits into the window. 1 if there are none.
 */
export function usableShare(
  heard: Readonly<Record<string, { quantity: SampleBlock["quantity"]; quality: SensorQuality }>>,
  asset: AssetSettings,
  { start, end }: Span,
): number {
  const silent = [...asset.sensors].filter(
    ([sensor, { everyMs }]) =>
      everyMs !== undefined && everyMs <= end - start && !Object.hasOwn(heard, sensor),
  );
  const sensors = Object.values(heard);
  const good = sensors.filter((s) => qualityFault(s.quantity, s.quality) === null).length;
  const all = sensors.length + silent.length;
  return all === 0 ? 1 : good / all;
}
