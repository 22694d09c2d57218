import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

interface Definition {
  readonly type: "counter" | "gauge" | "histogram";
  /** `presage_<name>_<unit>`, and `_total` for counters. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  /** Upper bounds, in the unit of the name. */
  readonly buckets?: readonly number[];
}

const FINE_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
// Close together around a quarter of a second, which is the goal for the 99th percentile.
const EVENT_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const COUNTS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048];

/** Every metric of Presage; docs/metrics.md lists the same. */
export const METRICS = {
  bridgeReceivedMessages: {
    type: "counter",
    name: "presage_bridge_received_messages_total",
    help: "Messages that came from devices",
  },
  bridgeReceivedBytes: {
    type: "counter",
    name: "presage_bridge_received_bytes_total",
    help: "Bytes of the payloads that came from devices",
  },
  bridgeAppendedMessages: {
    type: "counter",
    name: "presage_bridge_appended_messages_total",
    help: "Messages that are in the log, samples and rejections together",
  },
  bridgeRejectedMessages: {
    type: "counter",
    name: "presage_bridge_rejected_messages_total",
    help: "Messages that could not be used, by reason",
    labels: ["code"],
  },
  bridgeIgnoredMessages: {
    type: "counter",
    name: "presage_bridge_ignored_messages_total",
    help: "Messages of which a mapping made nothing, as it was meant to",
  },
  bridgeIgnoredMetrics: {
    type: "counter",
    name: "presage_bridge_ignored_metrics_total",
    help: "Values of Sparkplug metrics that are no number or null, or that no setting asks for",
  },
  bridgeOnlineNodes: {
    type: "gauge",
    name: "presage_bridge_online_nodes",
    help: "Sparkplug edge nodes whose birth holds",
  },
  bridgeRebirthRequests: {
    type: "counter",
    name: "presage_bridge_rebirth_requests_total",
    help: "Sparkplug edge nodes asked for their births, as some were missed",
  },
  bridgeInFlightMessages: {
    type: "gauge",
    name: "presage_bridge_in_flight_messages",
    help: "Messages that came and are not acknowledged yet",
  },
  mqttOpenConnections: {
    type: "gauge",
    name: "presage_mqtt_broker_open_connections",
    help: "Connections to the embedded MQTT broker",
  },
  mqttRefusals: {
    type: "counter",
    name: "presage_mqtt_broker_refusals_total",
    help: "Clients, messages and subscriptions that the embedded MQTT broker refused, by reason",
    labels: ["reason"],
  },
  mqttHeldSeconds: {
    type: "counter",
    name: "presage_mqtt_broker_held_seconds_total",
    help: "Time for which clients of the embedded MQTT broker were not read as they sent too fast",
  },
  mqttDroppedMessages: {
    type: "counter",
    name: "presage_mqtt_broker_dropped_messages_total",
    help: "Messages that the embedded MQTT broker did not keep: for a session that is full, or retained",
    labels: ["where"],
  },
  stagePolledMessages: {
    type: "counter",
    name: "presage_stage_polled_messages_total",
    help: "Messages a stage took from the log",
    labels: ["stage"],
  },
  stageClosedWindows: {
    type: "counter",
    name: "presage_stage_closed_windows_total",
    help: "Windows a stage closed",
    labels: ["stage"],
  },
  stageLateMessages: {
    type: "counter",
    name: "presage_stage_late_messages_total",
    help: "Messages that came after their window had closed and were not used",
    labels: ["stage"],
  },
  stageDuplicateMessages: {
    type: "counter",
    name: "presage_stage_duplicate_messages_total",
    help: "Messages that came again and were ignored",
    labels: ["stage"],
  },
  stageMalformedMessages: {
    type: "counter",
    name: "presage_stage_malformed_messages_total",
    help: "Messages that are not what the topic's contract says and were passed over",
    labels: ["stage"],
  },
  stageCommitSeconds: {
    type: "histogram",
    name: "presage_stage_commit_seconds",
    help: "Time from a poll to the commit of what came of it",
    labels: ["stage"],
    buckets: FINE_SECONDS,
  },
  stageLagMessages: {
    type: "gauge",
    name: "presage_stage_lag_messages",
    help: "Messages of a topic that a stage has yet to commit past",
    labels: ["stage", "topic"],
  },
  scorerScoredWindows: {
    type: "counter",
    name: "presage_scorer_scored_windows_total",
    help: "Windows that a model scored",
    labels: ["model"],
  },
  scorerUnscoredWindows: {
    type: "counter",
    name: "presage_scorer_unscored_windows_total",
    help: "Windows that were not scored, by reason",
    labels: ["reason"],
  },
  scorerBatchWindows: {
    type: "histogram",
    name: "presage_scorer_batch_windows",
    help: "Windows scored in one call of the model",
    buckets: COUNTS,
  },
  scorerBatchSeconds: {
    type: "histogram",
    name: "presage_scorer_batch_seconds",
    help: "Time of one call of the model",
    buckets: FINE_SECONDS,
  },
  modelDrift: {
    type: "gauge",
    name: "presage_scorer_drift_index",
    help: "Population stability index of a model's input against its training data, over the last period",
    labels: ["model", "feature"],
  },
  modelDriftChance: {
    type: "gauge",
    name: "presage_scorer_drift_chance",
    help: "What that index may be by chance alone, as so few assets were seen",
    labels: ["model", "feature"],
  },
  modelTakenBack: {
    type: "counter",
    name: "presage_scorer_taken_back_models_total",
    help: "Faulty models that were rolled back, or withdrawn from shadow, by cause",
    labels: ["class", "cause"],
  },
  sourceDeliveredMessages: {
    type: "counter",
    name: "presage_source_delivered_messages_total",
    help: "Messages of a source that were used, by the MQTT quality of service they came with",
    labels: ["source", "qos"],
  },
  sourceDuplicateMessages: {
    type: "counter",
    name: "presage_source_duplicate_messages_total",
    help: "Messages of a source that came again and were ignored",
    labels: ["source"],
  },
  sourceLateMessages: {
    type: "counter",
    name: "presage_source_late_messages_total",
    help: "Messages of a source that came after their window had closed and were not used",
    labels: ["source"],
  },
  sourceLostMessages: {
    type: "counter",
    name: "presage_source_lost_messages_total",
    help: "Numbers that a source's devices skipped; those that came after all are in recovered",
    labels: ["source"],
  },
  sourceRecoveredMessages: {
    type: "counter",
    name: "presage_source_recovered_messages_total",
    help: "Messages of a source that had been counted as lost and came after all",
    labels: ["source"],
  },
  sourceLatencySeconds: {
    type: "histogram",
    name: "presage_source_latency_seconds",
    help: "Median time from measuring, by the device's clock, to the bridge, of each window of a sensor",
    labels: ["source"],
    buckets: EVENT_SECONDS,
  },
  sourceClockSkewSeconds: {
    type: "gauge",
    name: "presage_source_clock_skew_seconds",
    help: "Shortest time from measuring to the bridge of a sensor in the last minutes; of all sensors of a source the least and the greatest. Below 0 the device's clock is ahead by that at least",
    labels: ["source", "of"],
  },
  qualityOpenBreaches: {
    type: "gauge",
    name: "presage_quality_open_breaches",
    help: "Data-quality requirements that are not met now, by kind",
    labels: ["kind"],
  },
  publisherPublishedMessages: {
    type: "counter",
    name: "presage_publisher_published_messages_total",
    help: "Messages that the MES's broker acknowledged",
  },
  publisherPublishedFailures: {
    type: "counter",
    name: "presage_publisher_published_failures_total",
    help: "Revisions of predicted failures among them",
  },
  publisherPublishedGroups: {
    type: "counter",
    name: "presage_publisher_published_groups_total",
    help: "Revisions of grouped events among them",
  },
  publisherGroupedFailures: {
    type: "counter",
    name: "presage_publisher_grouped_failures_total",
    help: "Revisions of predicted failures that a grouped event stands for, without an event of their own",
  },
  publisherUnmappedMessages: {
    type: "counter",
    name: "presage_publisher_unmapped_messages_total",
    help: "Messages that the mapping of the MES profile could make nothing of, and that the MES was not told",
    labels: ["channel"],
  },
  consoleTakenMessages: {
    type: "counter",
    name: "presage_console_taken_messages_total",
    help: "Messages of a topic that the console took in",
    labels: ["topic"],
  },
  consoleOpenStreams: {
    type: "gauge",
    name: "presage_console_open_streams",
    help: "Event streams to browsers that are open",
  },
  consoleAttemptedNotifications: {
    type: "counter",
    name: "presage_console_attempted_notifications_total",
    help: "Attempts to tell somebody of a predicted failure, by outcome: delivered, postponed to a later attempt, lost for good",
    labels: ["outcome"],
  },
  windowToEventSeconds: {
    type: "histogram",
    name: "presage_window_to_event_seconds",
    help: "Time from the close of a window to the acknowledgement of its event by the MES's broker",
    buckets: EVENT_SECONDS,
  },
} as const satisfies Record<string, Definition>;

type Labels<D> = D extends { readonly labels: readonly (infer L extends string)[] } ? L : never;
type Metric<D extends Definition> = D["type"] extends "counter"
  ? Counter<Labels<D>>
  : D["type"] extends "gauge"
    ? Gauge<Labels<D>>
    : Histogram<Labels<D>>;

/** The metrics of one process, as `metrics.bridgeReceivedMessages.inc()`. */
export type Metrics = { readonly [K in keyof typeof METRICS]: Metric<(typeof METRICS)[K]> } & {
  readonly registry: Registry;
};

/** Metrics of this process, with those of Node.js itself (memory, CPU, event loop, garbage collection). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics = Object.entries(METRICS).map(([key, definition]) => [key, create(definition, registry)]);
  return { ...(Object.fromEntries(metrics) as Omit<Metrics, "registry">), registry };
}

function create({ type, name, help, labels = [], buckets = [] }: Definition, registry: Registry): unknown {
  const options = { name, help, labelNames: [...labels], registers: [registry] };
  if (type === "counter") return new Counter(options);
  if (type === "gauge") return new Gauge(options);
  return new Histogram({ ...options, buckets: [...buckets] });
}
