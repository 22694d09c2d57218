/** What a plant sends, and how it is kept. Times are seconds. */
export interface Load {
  readonly assets: number;
  /** Vibration sensors of an asset, each of which sends blocks of so many samples, one every `blockEvery`. */
  readonly axes: number;
  readonly samples: number;
  readonly blockEvery: number;
  /** Sensors of an asset that send single values, one every `slowEvery`. */
  readonly slow: number;
  readonly slowEvery: number;
  /** `windows.size`. */
  readonly window: number;
  /** Days that raw blocks are kept (`samples`), and windows and predictions. */
  readonly rawDays: number;
  readonly windowDays: number;
  /** Copies of each partition in Kafka. */
  readonly replication: number;
  /** Share of a core that is kept free to catch up with, 0 to 1. */
  readonly headroom: number;
  /** Least time between two commits of a partition (`broker.kafka.commitInterval`). */
  readonly commitInterval: number;
}

export const TYPICAL: Load = {
  assets: 1_000,
  axes: 1,
  samples: 2_560,
  blockEvery: 10,
  slow: 1,
  slowEvery: 10,
  window: 10,
  rawDays: 3,
  windowDays: 30,
  replication: 3,
  headroom: 0.4,
  commitInterval: 0.1,
};

/** What comes of it, a second. */
export interface Rates {
  readonly blocks: number;
  readonly values: number;
  readonly windows: number;
  readonly alarms: number;
}

/** One window in so many has news of a predicted failure: in a bad time, one asset in ten fails and is told of every tenth window. */
const ALARMS = 0.01;

export function ratesOf(load: Load): Rates {
  const { assets, axes, slow, blockEvery, slowEvery, window } = load;
  const often = Math.max(axes > 0 ? 1 / blockEvery : 0, slow > 0 ? 1 / slowEvery : 0);
  const windows = assets * Math.min(1 / window, often);
  return {
    blocks: (assets * axes) / blockEvery,
    values: (assets * slow) / slowEvery,
    windows,
    alarms: ALARMS * windows,
  };
}
