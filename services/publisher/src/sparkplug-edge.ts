import { hasCode } from "@presage/contracts";
import { openSource, type Source } from "@presage/mqtt";
import type { MqttConnection, StageContext } from "@presage/service";
import {
  decodePresence,
  type EdgeMessage,
  EdgeState,
  type HostPresence,
  stateTopic,
} from "@presage/sparkplug";
import type { Claim } from "@presage/stream";
import { deviceIds, EdgeDevices, type EdgeNews, nodeOf } from "./edge-devices.ts";

/** The edge node of a partition. */
export interface Edge {
  /**
   * Publishes what has changed of the assets. While there is no connection, or the primary host is away, it is not published but
   * known: the next births say it. So the edge node never holds the log up.
   */
  publish(news: EdgeNews): void;
  /** States that are to be committed with the place in the log. */
  changed(): ReadonlyMap<string, Uint8Array>;
  /** With a death certificate. */
  close(): Promise<void>;
}

/** Opens the edge node of a partition; it connects by itself, and anew when the connection is lost. */
export function openSparkplugEdge(
  { config, log, metrics, health }: StageContext,
  connection: MqttConnection,
  { partition, states }: Pick<Claim, "partition" | "states">,
  partitions: number,
): Edge {
  const { group, edgeNode, primaryHost } = config.mes.sparkplug;
  const node = nodeOf(edgeNode, partition, partitions);
  const check = `publisher.sparkplug.${partition}`;
  const devices = new EdgeDevices(states, deviceIds(config.mes.sparkplug.device));
  const software = { type: "String", value: "Presage" } as const;
  const state = new EdgeState({ group, node }, devices.bdSeq, { "Properties/Software": software });
  for (const { device, metrics: all = {} } of devices.devices(Date.now())) state.put(device, all, Date.now());
  let presence: HostPresence | undefined;
  let closed = false;
  let source: Source;

  /** In one go, as their numbers are in order. What a broken connection swallows, the births on the next one say. */
  async function send(messages: readonly EdgeMessage[]): Promise<void> {
    try {
      await Promise.all(messages.map((message) => source.publish(message)));
      metrics.publisherPublishedMessages.inc(messages.length);
    } catch (error) {
      if (!hasCode(error, "MQTT_UNREACHABLE", "MQTT_REFUSED")) throw error;
    }
  }

  function heard(topic: string, payload: Uint8Array): void {
    const now = Date.now();
    if (primaryHost === undefined || topic !== stateTopic(primaryHost))
      return void send(state.command(topic, payload, now));
    const next = decodePresence(payload);
    if (next === undefined || next.timestamp < (presence?.timestamp ?? 0)) return;
    presence = next;
    health.set(check, next.online ? { ok: true } : { ok: false, why: `${primaryHost} is offline` });
    if (next.online && !state.born) void send(state.birth(now));
    else if (!next.online && state.born) void reconnect();
  }

  function connect(): Source {
    health.set(check, {
      ok: false,
      why: primaryHost === undefined ? "connecting" : `waits for ${primaryHost}`,
    });
    return openSource(
      {
        ...connection,
        clientId: `${config.mqtt.clientId}-publisher-sparkplug-${partition}`,
        // With MQTT 3.1.1 a death certificate is published before DISCONNECT, and nothing else is needed.
        version: 4,
        clean: true,
        will() {
          const will = state.connecting(Date.now());
          devices.bdSeq = state.bdSeq;
          return will;
        },
        subscriptions: [
          ...state.commandFilters.map((filter) => ({ filter, qos: 1 as const })),
          ...(primaryHost === undefined ? [] : [{ filter: stateTopic(primaryHost), qos: 1 } as const]),
        ],
        onState(at) {
          if (at.status === "connected") {
            log.info({ url: connection.url, group, node }, "connected as a Sparkplug edge node");
            if (primaryHost !== undefined) return;
            health.set(check, { ok: true });
            void send(state.birth(Date.now()));
          } else if (at.status === "disconnected") {
            health.set(check, { ok: false, why: at.error.message });
            log.warn({ error: at.error, retryMs: at.retryMs }, `${connection.url} is out of reach`);
          }
        },
      },
      async (arrivals) => {
        for (const { topic, payload } of arrivals) heard(topic, payload);
        await Promise.resolve();
      },
    );
  }

  async function disconnect(): Promise<void> {
    if (state.born) await send([state.death(Date.now())]);
    await source.close();
  }

  /** The specification's answer to a primary host that is away: leave, and try the next broker, which is the same here. */
  async function reconnect(): Promise<void> {
    await disconnect();
    if (!closed) source = connect();
  }
  source = connect();

  return {
    publish(news) {
      const now = Date.now();
      const changed = devices.take(news, now);
      void send(
        changed.flatMap(({ device, metrics: all }) =>
          all === undefined ? state.remove(device, now) : state.put(device, all, now),
        ),
      );
    },
    changed: () => devices.changed(),
    async close() {
      closed = true;
      await disconnect();
      health.set(check, { ok: true });
    },
  };
}
