import { setTimeout as delay } from "node:timers/promises";
import { hasCode } from "@presage/contracts";
import { openSource, type Subscription } from "@presage/mqtt";
import { groupFilters } from "@presage/sparkplug";
import type { Config, MqttConnection, ServiceContext } from "@presage/service";
import type { Bridge } from "./bridge.ts";
import type { Admit } from "./census.ts";
import { type HostMessage, SparkplugSource } from "./sparkplug-source.ts";
import { traced } from "./traced.ts";

/** A host application that is connected, or tries to be. */
export interface SparkplugHost {
  /** The log takes no messages: edge nodes that store and forward shall store them. */
  suspend(): void;
  /** The log takes messages again. */
  resume(): void;
  close(): Promise<void>;
}

const TICK_MS = 100;
/** An edge node has to connect anew after its host was offline: a short outage of the log is not worth that. */
const PATIENCE_MS = 5_000;

/**
 * The host application of one source, on a connection of its own.
 * @param patienceMs how long the log may be away before edge nodes are told
 */
export function startSparkplugHost(
  { config, log, metrics, health, tracing }: ServiceContext,
  settings: Config["sources"][number],
  admit: Admit,
  connection: MqttConnection,
  enter: Bridge["enter"],
  patienceMs = PATIENCE_MS,
): SparkplugHost {
  const { hostId, groups } = settings.sparkplug;
  const { time, mqtt } = config;
  const check = `bridge.sparkplug.${hostId}`;
  const host = new SparkplugSource({
    ...settings,
    admit,
    maxClockSkew: settings.maxClockSkew ?? time.maxClockSkew,
    maxClockError: time.maxClockError,
  });
  /** Both certificates of a connection speak of the same time, or edge nodes would take the will for an old one. */
  let connectedAt = 0;
  let offline = false;
  let patience: NodeJS.Timeout | undefined;
  health.set(check, { ok: false, why: "connecting" });

  /** What is not sent is said again, or asked again, on the next connection. */
  const say = (message: HostMessage): Promise<void> =>
    source.publish(message).catch((error: unknown) => {
      if (!hasCode(error, "MQTT_UNREACHABLE", "MQTT_REFUSED")) throw error;
    });
  const announce = (): Promise<void> => say(host.presence(!offline, connectedAt));

  const subscriptions: Subscription[] = [
    ...groupFilters(groups).map((filter) => ({ filter, qos: settings.qos })),
    { filter: host.presence(true, 0).topic, qos: 1 },
  ];
  const source = openSource(
    {
      ...connection,
      clientId: `${mqtt.clientId}-bridge-sparkplug-${hostId}`,
      subscriptions,
      receiveMaximum: mqtt.receiveMaximum,
      maxPacketBytes: Math.max(settings.maxBytes + 65_536, 2 ** 24),
      clean: true,
      will() {
        connectedAt = Date.now();
        return host.presence(false, connectedAt);
      },
      onState(state) {
        if (state.status === "connected") {
          health.set(check, { ok: true });
          log.info({ url: connection.url, hostId }, "listening to Sparkplug edge nodes");
          host.reconnected();
          void announce();
        } else if (state.status === "disconnected") {
          health.set(check, { ok: false, why: state.error.message });
          log.warn({ error: state.error, retryMs: state.retryMs }, `${connection.url} is out of reach`);
        }
      },
    },
    traced(tracing, (arrivals) => {
      const { intakes, ignored, contradicted } = host.take(arrivals);
      metrics.bridgeIgnoredMetrics.inc(ignored);
      metrics.bridgeOnlineNodes.set(host.online);
      if (contradicted && !offline) void announce();
      return enter(arrivals, intakes);
    }),
  );

  const ticks = setInterval(() => {
    if (source.state.status !== "connected") return;
    for (const message of host.rebirths(Date.now())) {
      metrics.bridgeRebirthRequests.inc();
      log.info({ topic: message.topic }, "asks an edge node for its births");
      void say(message);
    }
  }, TICK_MS);

  function present(online: boolean): void {
    if (offline !== online) return;
    offline = !online;
    log.warn({ hostId, online }, "the Sparkplug host application says whether it takes messages");
    if (source.state.status === "connected") void announce();
  }

  return {
    suspend() {
      patience ??= setTimeout(() => present(false), patienceMs);
    },
    resume() {
      clearTimeout(patience);
      patience = undefined;
      present(true);
    },
    async close() {
      clearInterval(ticks);
      clearTimeout(patience);
      offline = true;
      // Waits for the broker, but not for ever: the will says the same.
      if (source.state.status === "connected")
        await Promise.race([say(host.presence(false, Date.now())), delay(1_000, undefined, { ref: false })]);
      await source.close();
    },
  };
}
