import type { RejectionCode } from "@presage/contracts";

/** Why a sensor is not taken in, for who sent it. */
export interface TooMany {
  readonly code: RejectionCode;
  readonly reason: string;
}

/** Counts what assets and sensors there are, and takes in no more than there may be. */
export type Admit = (asset: string, sensor: string) => TooMany | undefined;

export interface CensusLimits {
  /** Assets that are not configured. */
  readonly assets: number;
  /** Sensors of one asset. */
  readonly sensors: number;
}

/**
 * A device that makes up names must not make the pipeline's states grow for ever. Counted in memory from the start: who
 * came first is in.
 * @param configured ids of assets that are always taken in
 */
export function createCensus(limits: CensusLimits, configured: ReadonlySet<string>): Admit {
  const sensorsOf = new Map<string, Set<string>>();
  let strangers = 0;
  return (asset, sensor) => {
    let sensors = sensorsOf.get(asset);
    if (sensors === undefined) {
      if (!configured.has(asset)) {
        if (strangers >= limits.assets)
          return {
            code: "assets-too-many",
            reason: `There are ${strangers} assets that are not configured already, and there may be no more.`,
          };
        strangers++;
      }
      sensorsOf.set(asset, (sensors = new Set()));
    }
    if (sensors.has(sensor)) return undefined;
    if (sensors.size >= limits.sensors)
      return {
        code: "sensors-too-many",
        reason: `The asset has ${sensors.size} sensors already, and may have no more.`,
      };
    sensors.add(sensor);
    return undefined;
  };
}
