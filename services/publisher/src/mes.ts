import {
  assetPath,
  type AssetPath,
  failures,
  type Failure,
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

/** Where the MES listens: the topics under an asset. */
export interface MesTopics {
  /** The asset's topic, without a slash at the end. */
  asset(path: AssetPath): string;
  readonly publishRisk: boolean;
}

/**
 * What the MES is told of a failure's revision: the revision itself as an event, and the current state, retained, so
 * that an MES which connects later is up to date. Closing clears the retained state with an empty message.
 */
export function failureMessages(message: Message<Failure>, topics: MesTopics): MesMessage[] {
  const base = `${topics.asset(assetPath(message.key))}/predicted-failure`;
  const payload = JSON.stringify(toCloudEvent(failures, message));
  const current = message.value.state === "closed" ? "" : payload;
  return [
    { topic: `${base}/event`, payload, qos: 1, retain: false },
    { topic: base, payload: current, qos: 1, retain: true },
  ];
}

/** The latest risk, retained. */
export function riskMessages(message: Message<Prediction>, topics: MesTopics): MesMessage[] {
  if (!topics.publishRisk) return [];
  const payload = JSON.stringify(toCloudEvent(predictions, message));
  return [{ topic: `${topics.asset(assetPath(message.key))}/risk`, payload, qos: 1, retain: true }];
}
