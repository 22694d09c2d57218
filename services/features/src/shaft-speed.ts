import { scalarStatistics } from "@presage/signal";
import type { AssetSettings } from "./config.ts";
import { pooled, type SensorWindow } from "./sensor-window.ts";

/**
 * The speed of the shaft in Hz in one window: the median of what the asset's speed sensor sent, r/min, of either direction of
 * turn; without a value the configured speed, if there is one. A machine that stands has a speed of 0.
 */
export function shaftSpeed(
  { speedSensor, shaftHz }: AssetSettings,
  windows: readonly SensorWindow[],
): number | undefined {
  const sent = windows.find(({ sensor, quantity }) => sensor === speedSensor && quantity === "scalar");
  if (sent === undefined) return shaftHz;
  const { median } = scalarStatistics(pooled(sent).filter(Number.isFinite));
  return median === undefined ? shaftHz : Math.abs(median) / 60;
}
