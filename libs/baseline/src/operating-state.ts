import type { FeatureWindow } from "@presage/contracts";

/** By which sensor, and where, a machine's operating states are told apart: speed, load, product. */
export interface OperatingStates {
  /** A scalar sensor of the asset. */
  readonly sensor: string;
  /** In the sensor's unit, ascending; n bounds make n + 1 states. */
  readonly bounds: readonly number[];
}

/** The state of an asset for which none are configured. */
export const ANY_STATE = "any";

/** In words, the operating state of a window: by the median of the sensor's values in it. */
export function operatingState(window: FeatureWindow, states?: OperatingStates): string {
  if (states === undefined) return ANY_STATE;
  const { sensor, bounds } = states;
  const value = window.sensors[sensor]?.features["median"];
  if (value === undefined) return `${sensor} unknown`;
  const above = bounds.findIndex((bound) => value < bound);
  if (above === 0) return `${sensor} below ${bounds[0]}`;
  if (above < 0) return `${sensor} from ${bounds.at(-1)}`;
  return `${sensor} ${bounds[above - 1]} to ${bounds[above]}`;
}
