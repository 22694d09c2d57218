import { type MqttState, openSource, type Subscription } from "@presage/mqtt";
import {
  deviceConnection,
  mesConnection,
  type MqttConnection,
  type RunningService,
  type ServiceContext,
} from "@presage/service";
import type { Broker } from "@presage/stream";
import { type Bridge, createBridge } from "./bridge.ts";
import { createCensus } from "./census.ts";
import { intakeFrom } from "./sources.ts";
import { type SparkplugHost, startSparkplugHost } from "./sparkplug-host.ts";
import { traced } from "./traced.ts";

export interface RunningBridge extends RunningService, Bridge {
  /** Topic filters of all that is taken in from the devices' broker. */
  readonly filters: readonly string[];
  /**
   * Starts the host applications of the sources with the decoder `sparkplug` on a broker. Needed only where the bridge was started
   * without a `url`.
   */
  hostSparkplug(url: string): void;
}

/**
 * Takes in device messages until closed: those of the MQTT broker at `url`, and those that are handed to `handle`.
 * Without a `url` there are only the latter.
 */
export function startBridge(context: ServiceContext, broker: Broker, url?: string): RunningBridge {
  const { config, log, metrics, health } = context;
  const { time, mqtt, mes } = config;
  const admit = createCensus(config.admission, new Set(config.assets.map(({ path }) => path)));
  const { sources, fromDevices, fromMes } = intakeFrom(config, admit);
  const stop = new AbortController();
  const observer = {
    received(messages: number, bytes: number) {
      metrics.bridgeReceivedMessages.inc(messages);
      metrics.bridgeReceivedBytes.inc(bytes);
      metrics.bridgeInFlightMessages.set(bridge.waiting);
    },
    appended(messages: number, rejections: readonly string[], since: number) {
      metrics.receivedToLogSeconds.observe((Date.now() - since) / 1e3);
      metrics.bridgeAppendedMessages.inc(messages);
      for (const code of rejections) metrics.bridgeRejectedMessages.inc({ code });
    },
    ignored: (messages: number) => metrics.bridgeIgnoredMessages.inc(messages),
    held(error: Error) {
      health.set("bridge.log", { ok: false, why: error.message });
      for (const host of hosts) host.suspend();
      log.warn(
        { error, waiting: bridge.waiting },
        "the log takes no messages; none are acknowledged until it does",
      );
    },
    released() {
      health.set("bridge.log", { ok: true });
      for (const host of hosts) host.resume();
      log.info({}, "the log takes messages again");
    },
  };
  const hosts: SparkplugHost[] = [];
  const bridge = createBridge(broker, sources, observer, stop.signal);
  let fail: (error: unknown) => void = () => undefined;
  const done = new Promise<void>((_, reject) => (fail = reject));
  /** What is not a matter of the log is a bug, and ends the process; while closing, giving up is what was asked for. */
  const failing = (entering: Promise<void>): Promise<void> =>
    entering.catch((error: unknown) => {
      if (!stop.signal.aborted) fail(error);
      throw error;
    });
  const handle = traced(context.tracing, (arrivals) => failing(bridge.handle(arrivals)));
  const enter: Bridge["enter"] = (arrivals, intakes) => failing(bridge.enter(arrivals, intakes));

  /** Listens on one broker, which `check` names in health. */
  function listen(
    check: string,
    connection: MqttConnection,
    clientId: string,
    subscriptions: readonly Subscription[],
  ) {
    health.set(check, { ok: false, why: "connecting" });
    const onState = (state: MqttState): void => {
      if (state.status === "connected") {
        health.set(check, { ok: true });
        log.info({ url: connection.url, sessionPresent: state.sessionPresent }, "listening");
      } else if (state.status === "disconnected") {
        health.set(check, { ok: false, why: state.error.message });
        log.warn({ error: state.error, retryMs: state.retryMs }, `${connection.url} is out of reach`);
      }
    };
    const { receiveMaximum } = mqtt;
    return openSource({ ...connection, clientId, subscriptions, receiveMaximum, onState }, handle);
  }
  const listening = [
    ...(url === undefined
      ? []
      : [listen("bridge.mqtt", deviceConnection(config, url), `${mqtt.clientId}-bridge`, fromDevices)]),
    ...(mes.url === undefined
      ? []
      : [listen("bridge.mes", mesConnection(config, mes.url), `${mqtt.clientId}-bridge-mes`, fromMes)]),
  ];

  function hostSparkplug(at: string): void {
    const edges = config.sources.filter(({ decoder }) => decoder === "sparkplug");
    hosts.push(
      ...edges.map((source) =>
        startSparkplugHost(context, source, admit, deviceConnection(config, at), enter),
      ),
    );
  }
  if (url !== undefined) hostSparkplug(url);

  const beat = setInterval(() => void bridge.heartbeat(Date.now()).catch(fail), time.heartbeat);

  return {
    done,
    filters: fromDevices.map((s) => s.filter),
    get waiting() {
      return bridge.waiting;
    },
    handle,
    enter,
    hostSparkplug,
    heartbeat: (now) => bridge.heartbeat(now),
    async close() {
      clearInterval(beat);
      // What the log will not take is not acknowledged, so it comes again: waiting for it would only delay the end.
      const patience = setTimeout(() => stop.abort(), 3_000);
      await Promise.all([...listening, ...hosts].map((source) => source.close()));
      clearTimeout(patience);
      stop.abort();
    },
  };
}
