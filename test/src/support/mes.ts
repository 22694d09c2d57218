import type { CloudEvent, Failure, Prediction } from "@presage/contracts";
import mqtt, { type MqttClient } from "mqtt";

export interface Received {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

/** A client that listens to everything for the MES, as the MES would. */
export interface Mes {
  readonly received: readonly Received[];
  /** Every revision that came on the event topics, in order. */
  events(): CloudEvent<Failure>[];
  /** The last risk of an asset. */
  risk(asset: string): CloudEvent<Prediction> | undefined;
  close(): Promise<void>;
}

export async function connectMes(url: string): Promise<Mes> {
  const client: MqttClient = await mqtt.connectAsync(url, {
    clientId: `mes-${Math.random()}`,
    reconnectPeriod: 200,
  });
  const received: Received[] = [];
  client.on(
    "message",
    (topic, payload, { retain }) => void received.push({ topic, payload: payload.toString(), retain }),
  );
  await client.subscribeAsync("mes/#", { qos: 1 });
  return {
    received,
    events: () =>
      received
        .filter((m) => m.topic.endsWith("/predicted-failure/event"))
        .map((m) => JSON.parse(m.payload) as CloudEvent<Failure>),
    risk(asset) {
      const last = received.findLast((m) => m.topic === `mes/${asset}/risk`);
      return last && (JSON.parse(last.payload) as CloudEvent<Prediction>);
    },
    close: () => client.endAsync(),
  };
}
