import { PresageError } from "@presage/contracts";
import mqtt, { type MqttClient } from "mqtt";
import { checkTls, parseAddress } from "./address.ts";
import { RETRY, type RetryPolicy, retryDelay } from "./backoff.ts";
import { checkTopic, type Publication, toBuffer } from "./publication.ts";
import { refusal, socketFailure, VersionRefused } from "./refusal.ts";
import type { MqttState, TlsOptions } from "./state.ts";

export interface SinkOptions {
  /** `mqtt://host:port` or `mqtts://host:port`. */
  readonly url: string;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: TlsOptions;
  /** 4 is MQTT 3.1.1. 5 carries traces; if the broker refuses it, 4 is what it gets. Default: 4. */
  readonly version?: 4 | 5;
  /** Published by the broker when this client dies without `close`. */
  readonly will?: Publication;
  /** Publications that may wait for the broker; one more is refused. Default: 10,000. */
  readonly maxPending?: number;
  /** Default: 30. */
  readonly keepaliveS?: number;
  readonly retry?: Partial<RetryPolicy>;
  readonly onState?: (state: MqttState) => void;
  /** The broker will never take a message, and says so, as MQTT 5 lets it; MQTT 3.1.1 knows no such answer. It counts as published. */
  readonly onRefused?: (publication: Publication, error: PresageError) => void;
}

export interface Sink {
  readonly state: MqttState;
  /** Publications that wait for the broker. */
  readonly pending: number;
  /**
   * Resolves when the broker has acknowledged the message (QoS 0: when it is written). While there is no connection it
   * stays pending, and the message is sent, or sent again, after the next one. Rejects with `MQTT_UNREACHABLE` if too
   * many are pending or the sink is closed, with RangeError for a topic that is none.
   */
  publish(publication: Publication): Promise<void>;
  /** Waits some seconds for what is pending if there is a connection; what is still pending then rejects. */
  close(): Promise<void>;
}

interface Entry {
  readonly publication: Publication;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const DRAIN_MS = 5_000;

/** Publishes to a broker, over MQTT 3.1.1, which all brokers speak, or 5; reconnects by itself. Throws `CONFIG_INVALID`. */
export function openSink(options: SinkOptions): Sink {
  const { url, clientId, username, password, will, maxPending = 10_000 } = options;
  const retry = { ...RETRY, ...options.retry };
  const pending = new Set<Entry>();
  let state: MqttState = { status: "connecting" };
  let failure: PresageError | undefined;
  let failures = 0;
  let closed = false;
  let onDrained: (() => void) | undefined;
  parseAddress(url);
  checkTls(options.tls);

  const client = mqtt.connect(url, {
    ...options.tls,
    clientId,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(will === undefined ? {} : { will: { ...will, payload: toBuffer(will.payload) } }),
    protocolVersion: options.version ?? 4,
    keepalive: options.keepaliveS ?? 30,
    reconnectOnConnackError: true,
    reconnectPeriod: retry.firstMs,
  });

  function report(next: MqttState): void {
    state = next;
    options.onState?.(next);
  }
  const unreachable = (message: string): PresageError =>
    new PresageError("MQTT_UNREACHABLE", `${url}: ${message}`);

  /** Called before MQTT.js sets its timer. */
  function fail(error: PresageError): void {
    failure = error;
    if (error instanceof VersionRefused && versionOf(client) === 5) {
      client.options.protocolVersion = 4;
      client.options.reconnectPeriod = retry.firstMs;
    } else client.options.reconnectPeriod = retryDelay(retry, error, ++failures, Math.random());
  }
  client.on("error", (cause) => {
    const code = reasonOf(cause);
    fail(code === undefined ? socketFailure(url, cause) : refusal(`${url} refuses the connection`, code));
  });
  client.prependListener("close", () => {
    if (closed) return;
    if (failure === undefined) fail(unreachable("the broker closed the connection"));
    if (failure !== undefined)
      report({ status: "disconnected", error: failure, retryMs: client.options.reconnectPeriod ?? 0 });
    failure = undefined;
  });
  client.on("reconnect", () => report({ status: "connecting" }));
  client.on("connect", ({ sessionPresent }) => {
    failures = 0;
    report({ status: "connected", version: versionOf(client), sessionPresent });
  });

  function settled(entry: Entry): void {
    pending.delete(entry);
    if (pending.size === 0) onDrained?.();
  }
  function send(entry: Entry): void {
    if (!pending.has(entry)) return;
    const { topic, payload, qos, retain, trace } = entry.publication;
    const properties = trace && { userProperties: { ...trace } };
    client.publish(topic, toBuffer(payload), { qos, retain, ...(properties && { properties }) }, (error) => {
      const code = error ? reasonOf(error) : undefined;
      const refused = code === undefined ? undefined : refusal(`${url} refuses a message on ${topic}`, code);
      if (refused?.code === "MQTT_REFUSED") options.onRefused?.(entry.publication, refused);
      // MQTT.js gives up what it had not yet sent when the connection breaks while it resends; we do not.
      if (error && refused?.code !== "MQTT_REFUSED") {
        setTimeout(() => send(entry), retry.firstMs).unref();
      } else {
        settled(entry);
        entry.resolve();
      }
    });
  }
  const drained = (): Promise<void> =>
    new Promise((resolve) => {
      if (pending.size === 0 || !client.connected) return resolve();
      const patience = setTimeout(resolve, DRAIN_MS);
      onDrained = () => {
        clearTimeout(patience);
        resolve();
      };
    });

  return {
    get state() {
      return state;
    },
    get pending() {
      return pending.size;
    },
    async publish(publication) {
      checkTopic(publication.topic);
      if (closed) throw unreachable("the sink is closed");
      if (pending.size >= maxPending) throw unreachable(`${maxPending} messages wait for the broker already`);
      await new Promise<void>((resolve, reject) => {
        const entry = { publication, resolve, reject };
        pending.add(entry);
        send(entry);
      });
    },
    async close() {
      if (closed) return;
      closed = true;
      await drained();
      const left = [...pending];
      pending.clear();
      for (const entry of left) entry.reject(unreachable("closed before the broker had the message"));
      // With DISCONNECT, so that the will is not published, unless the broker would have to answer first.
      await client.endAsync(left.length > 0 || !client.connected);
      report({ status: "closed" });
    },
  };
}

const versionOf = ({ options }: MqttClient): 4 | 5 => (options.protocolVersion === 5 ? 5 : 4);

/** The return or reason code that the broker gave. */
const reasonOf = (error: Error): number | undefined =>
  "code" in error && typeof error.code === "number" ? error.code : undefined;
