import { type Load, type Rates, ratesOf } from "./load.ts";
import type { Units } from "./units.ts";

/** Services that share the partitions, and the bridge, which does not. */
export const SERVICES = [
  "bridge",
  "features",
  "scorer",
  "quality",
  "grouper",
  "publisher",
  "console",
] as const;
export type Service = (typeof SERVICES)[number];

/** Messages a second, and the bytes of their values. */
export interface Flow {
  readonly messages: number;
  readonly bytes: number;
}

/** What a service does, a second, whatever the number of partitions. */
export interface Work {
  /** Processor time of its own work, seconds. */
  readonly own: number;
  readonly reads: readonly Flow[];
  readonly writes: readonly Flow[];
  /** Messages of which each may be a transaction of its own; 0 of what has none. */
  readonly commits: number;
  /** Memory of an asset, bytes. */
  readonly assetBytes: number;
  /** A state of an asset in the log, bytes. */
  readonly stateBytes: number;
}

/** Topics by what is in them. */
export interface Topics {
  readonly samples: Flow;
  readonly features: Flow;
  readonly predictions: Flow;
  readonly failures: Flow;
  readonly states: Flow;
}

const MICRO = 1e-6;

/** A failure's revision is some twice a prediction: it is one, with what explains it. */
const FAILURE_BYTES = 2;

/** A line's state, and what the bridge remembers of an asset, bytes: of the measurements of growth. */
const LINE_STATE_BYTES = 600;
const CENSUS_BYTES = 350;

export function topicsOf(load: Load, u: Units): Topics {
  const { blocks, values, windows, alarms }: Rates = ratesOf(load);
  const { bytes } = u;
  const window = bytes.window * Math.max(1, load.axes) + bytes.windowScalar * Math.max(0, load.slow - 1);
  const state = bytes.featuresState + bytes.scorerState + bytes.qualityState;
  return {
    samples: {
      messages: blocks + values,
      bytes: (blocks + values) * bytes.entry + blocks * load.samples * bytes.entrySample,
    },
    features: { messages: windows, bytes: windows * window },
    predictions: { messages: windows, bytes: windows * bytes.prediction },
    failures: { messages: alarms, bytes: alarms * bytes.prediction * FAILURE_BYTES },
    states: { messages: 3 * windows, bytes: windows * state },
  };
}

/** What each service does, by the measured unit costs. */
export function worksOf(load: Load, u: Units): Record<Service, Work> {
  const { blocks, values, windows, alarms } = ratesOf(load);
  const { samples, features, predictions, failures } = topicsOf(load, u);
  const states = (bytes: number): Flow => ({ messages: windows, bytes: windows * bytes });
  const { bytes } = u;
  const work = (micros: number, over: Partial<Work>): Work => ({
    own: micros * MICRO,
    reads: [],
    writes: [],
    commits: 0,
    assetBytes: 0,
    stateBytes: 0,
    ...over,
  });
  const sampled = blocks * load.samples;
  const perMessage = (blocks + values) * u.features.messageMicros + blocks * u.features.blockMicros;
  return {
    bridge: work((blocks + values) * u.bridge.messageMicros + sampled * u.bridge.sampleMicros, {
      writes: [samples],
      assetBytes: CENSUS_BYTES,
    }),
    features: work(windows * u.features.windowMicros + perMessage + sampled * u.features.sampleMicros, {
      reads: [samples],
      writes: [features, states(bytes.featuresState)],
      commits: windows,
      // Between two commits the messages of the open windows are in memory as well.
      assetBytes: u.features.assetBytes + ((samples.bytes / load.assets) * load.window * 3) / 2,
      stateBytes: bytes.featuresState,
    }),
    scorer: work(windows * u.scorer.windowMicros, {
      reads: [features],
      writes: [predictions, states(bytes.scorerState)],
      commits: windows,
      assetBytes: u.scorer.assetBytes,
      stateBytes: bytes.scorerState,
    }),
    quality: work(windows * u.quality.windowMicros, {
      reads: [features],
      writes: [states(bytes.qualityState)],
      commits: windows,
      assetBytes: u.quality.assetBytes,
      stateBytes: bytes.qualityState,
    }),
    grouper: work(alarms * u.grouper.alarmMicros, {
      reads: [failures],
      writes: [failures, { messages: alarms, bytes: alarms * LINE_STATE_BYTES }],
      commits: alarms,
    }),
    publisher: work(windows * u.publisher.windowMicros, {
      reads: [predictions, failures],
      commits: windows,
    }),
    console: work(windows * u.console.postgresMicros, {
      reads: [features, predictions, failures],
      commits: windows,
      assetBytes: u.console.assetBytes,
    }),
  };
}
