import type { RunningBridge } from "@presage/bridge";
import { type EmbeddedBroker, type EmbeddedBrokerObserver, startEmbeddedBroker } from "@presage/mqtt";
import { isLoopback, readPem, type ServiceContext } from "@presage/service";

/** The same of the same client is logged once in this time, milliseconds. */
const QUIET_MS = 60_000;
const REMEMBERED = 1_000;

/**
 * The MQTT broker in this process, whose messages on the sources' topics go to the bridge.
 * Throws `PORT_IN_USE`, `FILE_UNREADABLE`, `CONFIG_INVALID`.
 */
export function startEmbeddedMqtt(context: ServiceContext, bridge: RunningBridge): Promise<EmbeddedBroker> {
  const { mqtt } = context.config;
  const { host, port, tls, users, limits, plaintext } = mqtt.embedded;
  if (tls === undefined && !plaintext && !isLoopback(host))
    context.log.warn(
      { host },
      "passwords and measurements cross the network unencrypted: set mqtt.embedded.tls, or mqtt.embedded.plaintext if that is meant",
    );
  return startEmbeddedBroker({
    host,
    port,
    limits,
    users,
    ...(tls !== undefined && {
      tls: {
        cert: readPem(tls.cert),
        key: readPem(tls.key),
        ...(tls.ca !== undefined && { ca: readPem(tls.ca) }),
      },
    }),
    ...(mqtt.username !== undefined && {
      credentials: { username: mqtt.username, password: mqtt.password ?? "" },
    }),
    observer: observe(context),
    intake: { filters: bridge.filters, take: (arrival) => bridge.handle([arrival]) },
  });
}

function observe({ log, metrics }: ServiceContext): EmbeddedBrokerObserver {
  const logged = new Map<string, number>();
  return {
    connections: (count) => metrics.mqttOpenConnections.set(count),
    held: (milliseconds) => metrics.mqttHeldSeconds.inc(milliseconds / 1e3),
    dropped: (where) => metrics.mqttDroppedMessages.inc({ where }),
    refused(client) {
      const { reason, address, username = "" } = client;
      metrics.mqttRefusals.inc({ reason });
      const key = `${reason} ${address} ${username}`;
      const now = performance.now();
      if (now - (logged.get(key) ?? -Infinity) < QUIET_MS) return;
      if (logged.size >= REMEMBERED) logged.clear();
      logged.set(key, now);
      log.warn({ ...client }, "the MQTT broker refused a client");
    },
  };
}
