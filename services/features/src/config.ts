import type { BearingGeometry, Foundation, MachineGroup } from "@presage/signal";

/** What is known of a sensor; every part may be missing. */
export interface SensorSettings {
  /** Measuring range in the sensor's unit, ends included. */
  readonly range?: readonly [number, number] | undefined;
  /** How often a message is expected, milliseconds. */
  readonly everyMs?: number | undefined;
}

/** What is known of an asset. */
export interface AssetSettings {
  readonly machineGroup: MachineGroup;
  readonly foundation: Foundation;
  /** Speed of the shaft, Hz; where a sensor measures it, only for windows without its values. */
  readonly shaftHz?: number | undefined;
  /** The id of a sensor that measures the speed of the shaft, in r/min. */
  readonly speedSensor?: string | undefined;
  readonly bearing?: BearingGeometry | undefined;
  /** By sensor id. */
  readonly sensors: ReadonlyMap<string, SensorSettings>;
}

export interface FeaturesConfig {
  /** The settings of an asset by its key; of an unknown one, the defaults. Answers the same for the stage's whole life. */
  readonly assetOf: (key: string) => AssetSettings;
  /** Length of a window, milliseconds. */
  readonly windowMs: number;
  /** How long a window waits for messages that come out of order, milliseconds of event time. */
  readonly graceMs: number;
  /** How far back the slope of a temperature looks, milliseconds. */
  readonly trendMs: number;
}

const UNKNOWN: AssetSettings = { machineGroup: 2, foundation: "rigid", sensors: new Map() };

/** What holds where nothing is said. */
export const DEFAULTS: FeaturesConfig = {
  assetOf: () => UNKNOWN,
  windowMs: 10_000,
  graceMs: 2_000,
  trendMs: 600_000,
};
