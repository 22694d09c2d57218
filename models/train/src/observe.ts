import {
  features as contract,
  type FeatureWindow,
  type Message,
  type Quantity,
  type SampleBlock,
} from "@presage/contracts";
import { type AssetSettings, DEFAULTS, featureStage } from "@presage/features";
import { createVibrationAnalyzer } from "@presage/signal";

/** What a machine's sensors sent in one window of the feature stage. */
export interface Snapshot {
  /** From the start of the run. */
  readonly seconds: number;
  /** Blocks of acceleration in g, by sensor. */
  readonly vibration: ReadonlyMap<string, readonly Float32Array[]>;
  /** Hz. */
  readonly rate: number;
  /** Cel. */
  readonly temperature?: number | undefined;
  /** Of the shaft, r/min. */
  readonly speed?: number | undefined;
}

/** Windows of features of a machine's snapshots, made as the service makes them: with its own stage. */
export type Observe = (
  snapshots: Iterable<Snapshot>,
  known: Partial<Pick<AssetSettings, "shaftHz" | "bearing" | "speedSensor">>,
) => FeatureWindow[];

const { windowMs } = DEFAULTS;

/** Any moment does as the start of a run: features do not depend on the date. */
export const START = 1_000_000 * windowMs;

export const SPEED_SENSOR = "speed";

/** Between the blocks of a window. */
const SPACING_MS = 200;

export async function createObserver(): Promise<Observe> {
  const analyzer = await createVibrationAnalyzer();
  return (snapshots, known) => {
    const asset: AssetSettings = { machineGroup: 2, foundation: "rigid", sensors: new Map(), ...known };
    const stage = featureStage({ ...DEFAULTS, assetOf: () => asset }, analyzer);
    let state = stage.initial;
    return Array.from(snapshots, (snapshot) => {
      const start = Math.floor((START + snapshot.seconds * 1e3) / windowMs) * windowMs;
      const end = start + windowMs;
      const window = {
        key: "a/b/c/d",
        start,
        end,
        offsets: [0, 0] as const,
        duplicates: 0,
        late: 0,
        closedAt: end,
      };
      const [next, [made]] = stage.step(state, { ...window, messages: messagesOf(snapshot, start) });
      state = next;
      if (made === undefined) throw new Error("the stage made no window");
      return contract.decode(made.key, made.time, made.encode()).value;
    });
  };
}

function messagesOf(
  { vibration, rate, temperature, speed }: Snapshot,
  start: number,
): Message<SampleBlock>[] {
  const blocks = [...vibration].flatMap(([sensor, signals]) =>
    signals.map((values, i) =>
      message(start + i * SPACING_MS, { sensor, quantity: "acceleration", unit: "g", rate, values }),
    ),
  );
  const single = (sensor: string, quantity: Quantity, unit: string, value: number | undefined) =>
    value === undefined
      ? []
      : [message(start, { sensor, quantity, unit, rate: 0, values: Float32Array.of(value) })];
  return [
    ...blocks,
    ...single("temperature", "temperature", "Cel", temperature),
    ...single(SPEED_SENSOR, "scalar", "r/min", speed),
  ];
}

function message(time: number, block: Omit<SampleBlock, "received" | "clockSkewed">): Message<SampleBlock> {
  return { key: "a/b/c/d", time, value: { ...block, received: time, clockSkewed: false } };
}
