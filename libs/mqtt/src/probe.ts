import { PresageError } from "@presage/contracts";
import { parseAddress } from "./address.ts";
import { type Connection, type ConnectionOptions, openConnection } from "./connection.ts";
import type { Subscription } from "./delivery.ts";
import { VersionRefused } from "./refusal.ts";
import type { TlsOptions } from "./state.ts";

export interface ProbeOptions {
  /** `mqtt://` or `mqtts://`, host and port. */
  readonly url: string;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: TlsOptions;
  readonly subscriptions: readonly Subscription[];
  /** From the start until CONNACK, and again until SUBACK. Default: 5,000. */
  readonly timeoutMs?: number;
}

/** What a broker answered. */
export interface BrokerProbe {
  readonly version: 4 | 5;
  /** Milliseconds until CONNACK, TLS included. */
  readonly connectMs: number;
  readonly subscriptions: readonly (Subscription & {
    /** The quality of service that the broker granted; undefined if it refused. */
    readonly granted?: 0 | 1 | 2;
  })[];
}

/**
 * Connects to a broker, in MQTT 5 and if need be in 3.1.1, tries the subscriptions and leaves nothing behind. A shared
 * subscription is tried in a group of its own, so that it takes nothing from who is in the group.
 * Throws `CONFIG_INVALID`, `MQTT_UNREACHABLE`, `MQTT_REFUSED`.
 */
export async function probeBroker(options: ProbeOptions): Promise<BrokerProbe> {
  parseAddress(options.url);
  try {
    return await probe(options, 5);
  } catch (error) {
    if (!(error instanceof VersionRefused)) throw error;
    return probe(options, 4);
  }
}

const unanswered = (url: string): PresageError =>
  new PresageError("MQTT_UNREACHABLE", `${url}: no answer to SUBSCRIBE`);

const GROUP = "presage-probe";

async function probe(options: ProbeOptions, version: 4 | 5): Promise<BrokerProbe> {
  const { timeoutMs = 5_000, subscriptions } = options;
  const settings: ConnectionOptions = {
    ...options,
    version,
    clean: true,
    receiveMaximum: 100,
    maxPacketBytes: 2 ** 28,
    keepaliveS: 30,
    sessionExpiryS: 0,
    connectTimeoutMs: timeoutMs,
  };
  const start = performance.now();
  let connectMs = 0;
  let connection: Connection | undefined;
  let patience: NodeJS.Timeout | undefined;
  try {
    const codes = await new Promise<readonly number[]>((resolve, reject) => {
      connection = openConnection(settings, {
        opened() {
          connectMs = performance.now() - start;
          if (subscriptions.length === 0) return resolve([]);
          patience = setTimeout(() => connection?.destroy(unanswered(options.url)), timeoutMs);
          connection?.send({
            cmd: "subscribe",
            messageId: 1,
            subscriptions: subscriptions.map(({ filter, qos, shared }) => ({
              topic: shared === undefined ? filter : `$share/${GROUP}/${filter}`,
              qos,
              nl: false,
              rap: false,
              // Nothing retained: it is not wanted here.
              rh: shared === undefined ? 2 : 0,
            })),
          });
        },
        received(packet) {
          if (packet.cmd === "suback") resolve(packet.granted as number[]);
        },
        read: () => undefined,
        closed: reject,
      });
    });
    await connection?.end();
    return {
      version,
      connectMs: Math.round(connectMs),
      subscriptions: subscriptions.map((subscription, i) => {
        const granted = codes[i];
        return granted === 0 || granted === 1 || granted === 2 ? { ...subscription, granted } : subscription;
      }),
    };
  } finally {
    clearTimeout(patience);
  }
}
