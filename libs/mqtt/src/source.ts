import { setTimeout as sleep } from "node:timers/promises";
import { PresageError } from "@presage/contracts";
import { checkTls, parseAddress } from "./address.ts";
import { RETRY, type RetryPolicy, retryDelay } from "./backoff.ts";
import { type ConnectionOptions, connectPacket } from "./connection.ts";
import { type Consumer, type ConsumerEnd, consume } from "./consumer.ts";
import type { Handler, Subscription } from "./delivery.ts";
import { ExactlyOnce } from "./exactly-once.ts";
import type { Remark } from "./outgoing.ts";
import type { Publication } from "./publication.ts";
import { VersionRefused } from "./refusal.ts";
import type { MqttState, TlsOptions } from "./state.ts";

export interface SourceOptions {
  /** `mqtt://host:port` or `mqtts://host:port`. */
  readonly url: string;
  /** Names the session at the broker: stable over restarts, and no other client's. */
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: TlsOptions;
  /** 4 is MQTT 3.1.1. Default: 5, and 4 if the broker refuses that. */
  readonly version?: 4 | 5;
  readonly subscriptions: readonly Subscription[];
  /** Messages that run ahead of their acknowledgement. Default: 1,000. */
  readonly receiveMaximum?: number;
  /** Default: 64 MiB. */
  readonly maxInflightBytes?: number;
  /** Default: 16 MiB. */
  readonly maxPacketBytes?: number;
  /** Default: 1 MiB. */
  readonly maxBatchBytes?: number;
  /** Default: 1,000. */
  readonly maxBatchMessages?: number;
  /** Batches with the handler at a time. Default: 4. */
  readonly maxBatches?: number;
  /** Default: 30. The broker is given up within this time if it falls silent. */
  readonly keepaliveS?: number;
  /** The broker shall keep nothing for a source that is away, and forget what it kept before. Default: false. */
  readonly clean?: boolean;
  /** Asked for at each connection; the broker publishes it when that ends without `close`. */
  readonly will?: () => Publication;
  /** How long an MQTT 5 broker keeps the session of a source that is away. Default: one day. */
  readonly sessionExpiryS?: number;
  /** Default: 10 s. */
  readonly connectTimeoutMs?: number;
  readonly retry?: Partial<RetryPolicy>;
  readonly onState?: (state: MqttState) => void;
}

/** What is on its way through the handler. */
export interface SourceLoad {
  readonly messages: number;
  readonly bytes: number;
  /** Whether reading is stopped until the handler catches up. */
  readonly paused: boolean;
}

export interface Source {
  readonly state: MqttState;
  readonly load: SourceLoad;
  /**
   * Publishes on the source's own connection. Resolves when the broker has the message (QoS 0: when it is written); rejects
   * with `MQTT_UNREACHABLE` if there is no connection, or it ends before.
   */
  publish(remark: Remark): Promise<void>;
  /** Waits for the batches under way and acknowledges them; the broker keeps the session unless it is clean. */
  close(): Promise<void>;
}

const MIB = 2 ** 20;

/**
 * An MQTT source with deferred acknowledgement: a message is acknowledged (PUBACK or PUBREC) when the handler is done
 * with its batch, in order of arrival, while further messages run ahead up to `receiveMaximum` and `maxInflightBytes`;
 * beyond those reading stops, so that TCP holds the broker back. QoS 1 is at least once. QoS 2 is exactly once as long
 * as this process and the broker's session live. The source reconnects by itself and resumes its session.
 * Throws `CONFIG_INVALID` for options that no connection can be made with.
 */
export function openSource(options: SourceOptions, handler: Handler): Source {
  const receiveMaximum = options.receiveMaximum ?? 1_000;
  const retry = { ...RETRY, ...options.retry };
  const closing = new AbortController();
  const exactlyOnce = new ExactlyOnce();
  let version = options.version ?? 5;
  let subscribed = false;
  let failures = 0;
  let consumer: Consumer | undefined;
  let state: MqttState = { status: "connecting" };
  parseAddress(options.url);
  checkTls(options.tls);
  if (options.subscriptions.length === 0)
    throw new PresageError("CONFIG_INVALID", "an MQTT source needs a subscription");

  function report(next: MqttState): void {
    state = next;
    options.onState?.(next);
  }

  const { will, ...constant } = options;
  const connectionOptions = (): ConnectionOptions => ({
    ...constant,
    version,
    clean: options.clean ?? false,
    receiveMaximum,
    maxPacketBytes: options.maxPacketBytes ?? 16 * MIB,
    keepaliveS: options.keepaliveS ?? 30,
    sessionExpiryS: options.sessionExpiryS ?? 86_400,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
  });
  connectPacket(connectionOptions());

  const connect = (): Consumer =>
    consume({
      connection: { ...connectionOptions(), ...(will && { will: will() }) },
      limits: {
        batchMessages: options.maxBatchMessages ?? 1_000,
        batchBytes: options.maxBatchBytes ?? MIB,
        batches: options.maxBatches ?? 4,
        messages: receiveMaximum,
        bytes: options.maxInflightBytes ?? 64 * MIB,
      },
      subscriptions: options.subscriptions,
      subscribe: !subscribed,
      handler,
      exactlyOnce,
      onConnected(sessionPresent) {
        subscribed = true;
        report({ status: "connected", version, sessionPresent });
      },
    });

  /** A connection that did some work, or lasted, starts the count of failures anew. */
  function countFailure(end: ConsumerEnd, lastedMs: number): void {
    if (lastedMs >= retry.maxMs || (end.handled > 0 && !end.rejected)) failures = 0;
    failures++;
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      report({ status: "connecting" });
      const start = performance.now();
      consumer = connect();
      const end = await consumer.ended;
      consumer = undefined;
      if (closing.signal.aborted) break;
      if (end.error instanceof VersionRefused && version === 5) {
        version = 4;
        continue;
      }
      countFailure(end, performance.now() - start);
      const retryMs = retryDelay(retry, end.error, failures, Math.random());
      report({ status: "disconnected", error: end.error, retryMs });
      await sleep(retryMs, undefined, { signal: closing.signal }).catch(() => {});
    }
    report({ status: "closed" });
  }
  const done = run();

  return {
    get state() {
      return state;
    },
    get load() {
      const { messages = 0, bytes = 0, paused = false } = consumer ?? {};
      return { messages, bytes, paused };
    },
    async publish(remark) {
      if (consumer === undefined) throw new PresageError("MQTT_UNREACHABLE", "there is no connection");
      await consumer.publish(remark);
    },
    async close() {
      closing.abort();
      consumer?.stop();
      await done;
    },
  };
}
