import { compileTemplate, openSource, type Subscription } from "@presage/mqtt";
import { deviceConnection, type RunningService, type ServiceContext, sourceName } from "@presage/service";
import type { Broker } from "@presage/stream";
import { type Bridge, createBridge } from "./bridge.ts";
import type { Source } from "./intake.ts";

/** The longest word of a person or the MES, bytes. */
const FEEDBACK_BYTES = 65_536;

export interface RunningBridge extends RunningService, Bridge {
  /** Topic filters of all that the sources may take. */
  readonly filters: readonly string[];
}

/**
 * Everything below the fixed first levels of a template: what comes there and does not fit is rejected with a reason
 * instead of never being seen.
 */
export function wideFilter(template: string): string {
  const levels = template.split("/");
  const first = levels.findIndex((level) => level.includes("{"));
  return first <= 0 ? compileTemplate(template).filter : [...levels.slice(0, first), "#"].join("/");
}

function matcher(template: string): Source["match"] {
  const compiled = compileTemplate(template);
  return (topic) => compiled.match(topic);
}

/**
 * Takes in device messages until closed: those of the MQTT broker at `url`, and those that are handed to `handle`.
 * Without a `url` there are only the latter.
 */
export function startBridge(context: ServiceContext, broker: Broker, url?: string): RunningBridge {
  const { config, log, metrics, health } = context;
  const { time, mqtt } = config;
  const limits = { maxClockSkew: time.maxClockSkew, maxClockError: time.maxClockError };
  const devices = config.sources.map(({ name, template, maxBytes, maxSamples, maxClockSkew }): Source => ({
    carries: "samples",
    name: name ?? sourceName(template),
    match: matcher(template),
    maxBytes,
    maxSamples,
    ...limits,
    ...(maxClockSkew !== undefined && { maxClockSkew }),
  }));
  const feedback = `${config.mes.template}/feedback`;
  const sources: Source[] = [
    ...devices,
    { carries: "feedback", match: matcher(feedback), maxBytes: FEEDBACK_BYTES, maxSamples: 0, ...limits },
  ];
  const stop = new AbortController();
  const observer = {
    received(messages: number, bytes: number) {
      metrics.bridgeReceivedMessages.inc(messages);
      metrics.bridgeReceivedBytes.inc(bytes);
      metrics.bridgeInFlightMessages.set(bridge.waiting);
    },
    appended(messages: number, rejections: readonly string[]) {
      metrics.bridgeAppendedMessages.inc(messages);
      for (const code of rejections) metrics.bridgeRejectedMessages.inc({ code });
    },
    held(error: Error) {
      health.set("bridge.log", { ok: false, why: error.message });
      log.warn(
        { error, waiting: bridge.waiting },
        "the log takes no messages; none are acknowledged until it does",
      );
    },
    released() {
      health.set("bridge.log", { ok: true });
      log.info({}, "the log takes messages again");
    },
  };
  const bridge = createBridge(broker, sources, observer, stop.signal);
  let fail: (error: unknown) => void = () => undefined;
  const done = new Promise<void>((_, reject) => (fail = reject));
  /** What is not a matter of the log is a bug, and ends the process; while closing, giving up is what was asked for. */
  const handle: Bridge["handle"] = (arrivals) =>
    bridge.handle(arrivals).catch((error: unknown) => {
      if (!stop.signal.aborted) fail(error);
      throw error;
    });

  const subscriptions: Subscription[] = config.sources.map(({ template, qos, shared }) => ({
    filter: wideFilter(template),
    qos,
    ...(shared !== undefined && { shared }),
  }));
  subscriptions.push({ filter: compileTemplate(feedback).filter, qos: 1 });
  if (url !== undefined) health.set("bridge.mqtt", { ok: false, why: "connecting" });
  const source =
    url === undefined
      ? undefined
      : openSource(
          {
            ...deviceConnection(config, url),
            clientId: `${mqtt.clientId}-bridge`,
            subscriptions,
            receiveMaximum: mqtt.receiveMaximum,
            onState(state) {
              if (state.status === "connected") {
                health.set("bridge.mqtt", { ok: true });
                log.info({ url, sessionPresent: state.sessionPresent }, "listening to devices");
              } else if (state.status === "disconnected") {
                health.set("bridge.mqtt", { ok: false, why: state.error.message });
                log.warn(
                  { error: state.error, retryMs: state.retryMs },
                  "the devices' broker is out of reach",
                );
              }
            },
          },
          handle,
        );

  const beat = setInterval(() => void bridge.heartbeat(Date.now()).catch(fail), time.heartbeat);

  return {
    done,
    filters: subscriptions.map((s) => s.filter),
    get waiting() {
      return bridge.waiting;
    },
    handle,
    heartbeat: (now) => bridge.heartbeat(now),
    async close() {
      clearInterval(beat);
      // What the log will not take is not acknowledged, so it comes again: waiting for it would only delay the end.
      const patience = setTimeout(() => stop.abort(), 3_000);
      await source?.close();
      clearTimeout(patience);
      stop.abort();
    },
  };
}
