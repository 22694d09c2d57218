/** Microseconds of processor time, in the service and in Kafka. */
interface Cost {
  readonly client: number;
  readonly server: number;
}

/**
 * What one message, window, alarm or transaction costs. Times are microseconds of processor time, sizes are bytes without
 * what Kafka adds. `npm run bench -- units` measures them; docs/scaling/units.json has them.
 */
export interface Units {
  readonly measured: { readonly date: string; readonly node: string; readonly cpu: string };
  /** From MQTT to an entry for the log: a message, and each sample in it. */
  readonly bridge: { readonly messageMicros: number; readonly sampleMicros: number };
  /** `blockMicros` is what a block of vibration costs beside its samples. */
  readonly features: {
    readonly windowMicros: number;
    readonly messageMicros: number;
    readonly blockMicros: number;
    readonly sampleMicros: number;
    readonly assetBytes: number;
  };
  readonly scorer: { readonly windowMicros: number; readonly assetBytes: number };
  readonly quality: { readonly windowMicros: number; readonly assetBytes: number };
  readonly grouper: { readonly alarmMicros: number };
  /** From a prediction to the MES's acknowledgement. */
  readonly publisher: { readonly windowMicros: number };
  /** A window and its prediction into the store. */
  readonly console: {
    readonly sqliteMicros: number;
    readonly postgresMicros: number;
    readonly postgresServerMicros: number;
    /** Room in PostgreSQL. */
    readonly windowBytes: number;
    readonly assetBytes: number;
  };
  readonly bytes: {
    /** Topic and payload of a value; and what a sample adds. */
    readonly mqttMessage: number;
    readonly mqttSample: number;
    /** Topic and payload of a prediction for the MES. */
    readonly mqttOut: number;
    readonly entry: number;
    readonly entrySample: number;
    /** A window with a block of vibration; and what a slow sensor adds. */
    readonly window: number;
    readonly windowScalar: number;
    readonly prediction: number;
    readonly featuresState: number;
    readonly scorerState: number;
    readonly qualityState: number;
  };
  readonly kafka: {
    readonly produceMicros: Cost;
    readonly produceKiBMicros: Cost;
    readonly consumeMicros: Cost;
    readonly consumeKiBMicros: Cost;
    /** One message, one state, one offset. */
    readonly transactionMicros: Cost;
    /** By the wall, from begin to end, when nothing else is under way. */
    readonly transactionMillis: number;
    /** Room that a message and a transaction take beside their values. */
    readonly messageBytes: number;
    readonly transactionBytes: number;
  };
}
