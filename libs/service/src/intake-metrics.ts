import { type Definition, EVENT_SECONDS } from "./metric.ts";

/** How data comes in, and whether it is good. */
export const INTAKE_METRICS = {
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
} as const satisfies Record<string, Definition>;
