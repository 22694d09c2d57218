export { DATA_TYPES, type DataType } from "./data-type.ts";
export { type ArrayValue } from "./array.ts";
export { type DataSet, isDataSet, type Scalar, type Value } from "./value.ts";
export {
  decodePayload,
  encodePayload,
  type Metric,
  type Payload,
  type Properties,
  type ReceivedMetric,
  type ReceivedPayload,
} from "./payload.ts";
export {
  deviceTopic,
  groupFilters,
  isId,
  type NodeId,
  nodeTopic,
  parseTopic,
  stateTopic,
  type Topic,
} from "./topic.ts";
export { decodePresence, encodePresence, type HostPresence } from "./state-message.ts";
export { type EdgeNode, type ResolvedMetric, type UnresolvedMetric } from "./edge-node.ts";
export {
  type Heard,
  type HostOptions,
  HostState,
  type RebirthRequest,
  rebirthRequest,
} from "./host-state.ts";
export { type EdgeMessage, type EdgeMetric, type EdgeMetrics, EdgeState } from "./edge-state.ts";
