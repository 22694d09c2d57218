import {
  assetPath,
  type AssetPath,
  failures,
  type Failure,
  type FailureGroup,
  feedback,
  type Feedback,
  groups,
  type Message,
  predictions,
  type Prediction,
  toCloudEvent,
} from "@presage/contracts";

/** One message for the MES. */
export interface MesMessage {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** Where the MES listens: the topics under an asset and under a line. */
export interface MesTopics {
  /** The asset's topic, without a slash at the end. */
  asset(path: AssetPath): string;
  /** The topic of a line, without a slash at the end. */
  line(path: Omit<AssetPath, "asset">): string;
  readonly publishRisk: boolean;
}

/**
 * What the MES is told of a failure's revision: the revision itself as an event, and the current state, retained, so
 * that an MES which connects later is up to date. Closing clears the retained state with an empty message. A failure in
 * a group is no event of its own: the grouped event stands for it.
 */
export function failureMessages(message: Message<Failure>, topics: MesTopics): MesMessage[] {
  const base = `${topics.asset(assetPath(message.key))}/predicted-failure`;
  const payload = JSON.stringify(toCloudEvent(failures, message));
  const [event, current] = eventAndState(base, payload, message.value.state === "closed");
  return message.value.group === undefined ? [event, current] : [current];
}

/** What the MES is told of a grouped event's revision: the same two messages, under the line. */
export function groupMessages(message: Message<FailureGroup>, topics: MesTopics): MesMessage[] {
  const base = `${topics.line(assetPath(message.key))}/predicted-failure-group`;
  const payload = JSON.stringify(toCloudEvent(groups, message));
  return eventAndState(base, payload, message.value.state === "closed");
}

const eventAndState = (base: string, payload: string, closed: boolean): [MesMessage, MesMessage] => [
  { topic: `${base}/event`, payload, qos: 1, retain: false },
  { topic: base, payload: closed ? "" : payload, qos: 1, retain: true },
];

/** What was said of an asset, by whomever: so that the MES knows what was said in the console as well. */
export function feedbackMessages(message: Message<Feedback>, topics: MesTopics): MesMessage[] {
  const payload = JSON.stringify(toCloudEvent(feedback, message));
  return [
    { topic: `${topics.asset(assetPath(message.key))}/feedback/event`, payload, qos: 1, retain: false },
  ];
}

/** The latest risk, retained. What is for those who make models only, a challenger's risk before all, stays inside. */
export function riskMessages(message: Message<Prediction>, topics: MesTopics): MesMessage[] {
  if (!topics.publishRisk) return [];
  const { shadow: _shadow, deviations: _deviations, ...value } = message.value;
  const payload = JSON.stringify(toCloudEvent(predictions, { ...message, value }));
  return [{ topic: `${topics.asset(assetPath(message.key))}/risk`, payload, qos: 1, retain: true }];
}
