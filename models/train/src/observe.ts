import { features as contract, type FeatureWindow, type Message, type SampleBlock } from "@presage/contracts";
import { type AssetSettings, DEFAULTS, featureStage } from "@presage/features";
import { createVibrationAnalyzer } from "@presage/signal";

/** What a machine's sensors sent in one window of the feature stage. */
interface Snapshot {
  /** Blocks of acceleration in g, by sensor. */
  readonly vibration: ReadonlyMap<string, readonly Float32Array[]>;
  /** Hz. */
  readonly rate: number;
  /** Cel, in the middle of this window and of windows before it, oldest first: seconds before its end, value. */
  readonly temperature: readonly (readonly [secondsBefore: number, value: number])[];
}

export type Observe = (
  snapshot: Snapshot,
  known: Pick<AssetSettings, "shaftHz" | "bearing">,
) => FeatureWindow;

/** Length of a window, ms; any moment does as its end, as features do not depend on the date. */
const { windowMs } = DEFAULTS;
const END = 1_000_000 * windowMs;

/** Makes windows of features as the service does: with its own stage. */
export async function createObserver(): Promise<Observe> {
  const analyzer = await createVibrationAnalyzer();
  return ({ vibration, rate, temperature }, known) => {
    const asset: AssetSettings = { machineGroup: 2, foundation: "rigid", sensors: new Map(), ...known };
    const stage = featureStage({ ...DEFAULTS, assetOf: () => asset }, analyzer);
    const blocks = [...vibration].flatMap(([sensor, signals]) =>
      signals.map((values, i) => block(sensor, "acceleration", "g", rate, END - windowMs + i * 200, values)),
    );
    const readings = temperature.map(([before, value]) =>
      block("temperature", "temperature", "Cel", 0, END - Math.round(before * 1e3), Float32Array.of(value)),
    );

    let state = stage.initial;
    const step = (start: number, messages: readonly Message<SampleBlock>[]): FeatureWindow => {
      const end = start + windowMs;
      const window = { key: "a/b/c/d", start, end, messages, duplicates: 0, late: 0, closedAt: end };
      const [next, [made]] = stage.step(state, window);
      state = next;
      if (made === undefined) throw new Error("the stage made no window");
      return contract.decode(made.key, made.time, made.encode()).value;
    };
    for (const reading of readings) {
      const start = Math.floor(reading.time / windowMs) * windowMs;
      if (start < END - windowMs) step(start, [reading]);
    }
    return step(END - windowMs, [...blocks, ...readings.filter((r) => r.time >= END - windowMs)]);
  };
}

function block(
  sensor: string,
  quantity: SampleBlock["quantity"],
  unit: string,
  rate: number,
  time: number,
  values: Float32Array,
): Message<SampleBlock> {
  const value = { sensor, quantity, unit, rate, values, received: time, clockSkewed: false };
  return { key: "a/b/c/d", time, value };
}
