import { type Baselines, extend, levels, ON_TRACK, short, type Track } from "@presage/baseline";
import type { Driver, Evidence, FeatureWindow } from "@presage/contracts";
import type { Commissioning } from "./condition.ts";

/** The rule's name in a prediction. */
export const OFF_BASELINE = "off-baseline";

/** What is kept of the slow sensors of an asset that no model can score. */
export interface Process {
  /** Deviation by sensor: of late, and of long. */
  readonly sensors: Readonly<Record<string, Track>>;
  readonly isOff: boolean;
}

export const STEADY: Process = { sensors: {}, isOff: false };

/** What a window says of the process. */
export interface OffBaseline {
  readonly next: Process;
  readonly rules: readonly string[];
  /** Of the sensor that is worst of late; undefined if none could be judged. */
  readonly deviation?: number;
  /** The sensors that are far out, worst first. */
  readonly drivers: readonly Driver[];
  readonly modes: readonly Evidence[];
}

/** Share of the limit that the long mean must pass before it is told, and below which the deviation of late ends it. */
const LASTING = 0.5;

/**
 * The rule for assets that the model has no inputs of: a slow sensor (current, pressure, flow, temperature) is off its own baseline when the
 * median of its last three deviations is at the limit and the exponential mean of them at half of it, with the same sign. So a knock is
 * nothing, a step to twice the limit passes after about five windows and one that just reaches it after about eleven; it ends
 * when all are within half of the limit. Each sensor counts by itself, the worst decides: sensors of one process move
 * together, so that a sum would count one cause several times, and the reader wants to know which it was. Sensors that say how the
 * machine is run, those of the operating state and of the shaft's speed, are left out. A sensor without a frozen baseline in the
 * window's operating state is not judged.
 */
export function offBaseline(
  window: FeatureWindow,
  { condition: { process }, baselines }: { condition: { process: Process }; baselines: Baselines },
  limit: number | undefined,
  { states, speedSensor }: Commissioning,
): OffBaseline {
  const none = { rules: [], drivers: [], modes: [] };
  if (limit === undefined || limit === 0) return { ...none, next: STEADY };
  const heard = levels(window, baselines).filter(
    ({ sensor }) => sensor !== states?.sensor && sensor !== speedSensor,
  );
  if (heard.length === 0) return { ...none, next: process };
  const sensors = { ...process.sensors };
  const judged = heard
    .map((level) => {
      const track = extend(sensors[level.sensor] ?? ON_TRACK, level.deviation);
      sensors[level.sensor] = track;
      return { level, late: short(track), long: track.long };
    })
    .toSorted((a, b) => Math.abs(b.late) - Math.abs(a.late));
  const lasts = judged.some(
    ({ late, long }) => Math.abs(late) >= limit && long * Math.sign(late) >= LASTING * limit,
  );
  const deviation = Math.abs(judged[0]?.late ?? 0);
  const isOff = lasts || (process.isOff && deviation >= LASTING * limit);
  const next = { sensors, isOff };
  if (!isOff) return { ...none, next, deviation };
  const drivers = judged
    .filter(({ late }) => Math.abs(late) >= LASTING * limit)
    .map(({ level: { sensor, feature, value, reference }, late }) => ({
      feature,
      sensor,
      value,
      reference,
      deviation: late,
    }));
  return { next, deviation, drivers, rules: [OFF_BASELINE], modes: [evidence(deviation, limit)] };
}

/** 0.5 at the limit, towards 1 beyond. */
const evidence = (deviation: number, limit: number): Evidence => ({
  mode: "process-change",
  score: Math.round((1e3 * deviation ** 2) / (deviation ** 2 + limit ** 2)) / 1e3,
  lines: [],
});
