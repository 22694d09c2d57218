import { setTimeout as delay } from "node:timers/promises";
import type { CloudEvent, Failure, FailureGroup } from "@presage/contracts";
import mqtt from "mqtt";

/** Retained messages come at once after the subscription. */
const RETAINED_MS = 1_500;

const EVENTS = ["mes/+/+/+/+/predicted-failure/event", "mes/+/+/+/predicted-failure-group/event"];

/** An MES with a session of its own, which its broker keeps messages for while it is away. */
export async function connectMes(url: string) {
  const client = await mqtt.connectAsync(url, {
    clientId: "mes",
    clean: false,
    reconnectPeriod: 200,
    keepalive: 5,
    resubscribe: true,
  });
  client.on("error", () => {});
  const events: CloudEvent<Failure | FailureGroup>[] = [];
  client.on("message", (_, payload) => {
    events.push(JSON.parse(payload.toString()) as CloudEvent<Failure | FailureGroup>);
  });
  await client.subscribeAsync(EVENTS, { qos: 1 });
  return {
    events,
    close: () => client.endAsync(true),
  };
}

/** What one who connects now is told at once, by topic. */
export async function readRetained(url: string): Promise<ReadonlyMap<string, string>> {
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 0 });
  const retained = new Map<string, string>();
  client.on("message", (topic, payload, { retain }) => {
    if (retain) retained.set(topic, payload.toString());
  });
  await client.subscribeAsync("mes/#", { qos: 1 });
  await delay(RETAINED_MS);
  await client.endAsync(true);
  return retained;
}
