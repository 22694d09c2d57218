import {
  type Failure,
  type FailureGroup,
  hasCode,
  type Message,
  type TraceContext,
  traceId,
  type TraceSpan,
} from "@presage/contracts";
import { type Announcement, loadProfile, type MesMessage } from "@presage/mes";
import { openSink } from "@presage/mqtt";
import { mesConnection, type RunningService, type StageContext, type Tracing } from "@presage/service";
import type { Broker } from "@presage/stream";
import { Connections } from "./connections.ts";
import { profileOutlet } from "./outlet.ts";
import { publisherMetrics } from "./publisher-metrics.ts";
import { type PublisherObserver, runPublisher } from "./publisher.ts";
import { openSparkplugEdge } from "./sparkplug-edge.ts";

/** Told of what the MES was told. */
export interface Announcer {
  /** Of one that is not in a group. */
  failure(message: Message<Failure>): void;
  group(message: Message<FailureGroup>): void;
}

/** The span of what the MES is told of, until its broker has acknowledged it. */
const spanOf = (tracing: Tracing, { channel, key, event }: Announcement, trace: TraceContext): TraceSpan =>
  tracing.begin({
    name: "publisher",
    kind: "producer",
    causes: [trace],
    beganAt: Date.now(),
    attributes: {
      "messaging.system": "mqtt",
      "presage.asset": key,
      "presage.channel": channel,
      "presage.event": event.id,
    },
  });

/** How often the status is said again. */
const STATUS_MS = 10_000;

/** Publishes to the MES until closed. `mqttUrl` is the broker that `mes.url` defaults to. */
export async function startPublisher(
  context: StageContext,
  broker: Broker,
  mqttUrl: string,
  announcer?: Announcer,
): Promise<RunningService> {
  const { config, log, metrics, health, tracing } = context;
  const profile = loadProfile(config.mes);
  health.set("publisher.mqtt", { ok: false, why: "connecting" });
  const connections = new Connections();
  const sink = openSink({
    ...mesConnection(config, mqttUrl),
    clientId: `${config.mqtt.clientId}-publisher`,
    // Only MQTT 5 has a place for traces.
    version: tracing === undefined ? 4 : 5,
    onRefused: ({ topic }, error) => log.error({ topic, error }, "the MES's broker takes no such message"),
    will: await profile.status(false, Date.now()),
    onState(state) {
      if (state.status === "connected") {
        health.set("publisher.mqtt", { ok: true });
        connections.made();
        publishOnline().catch((error: unknown) => log.warn({ error }, "the status could not be published"));
      } else if (state.status === "disconnected") {
        health.set("publisher.mqtt", { ok: false, why: state.error.message });
        log.warn(
          { error: state.error, retryMs: state.retryMs },
          "the MES's broker is out of reach; holding on",
        );
      }
    },
  });
  const publishOnline = async (): Promise<void> => sink.publish(await profile.status(true, Date.now()));
  // Of several publishers one may end, and its will or farewell says that there is none.
  const again = setInterval(() => {
    if (sink.state.status === "connected")
      publishOnline().catch((error: unknown) => log.warn({ error }, "the status could not be published"));
  }, STATUS_MS);
  const send = async (message: MesMessage): Promise<void> => {
    await sink.publish(message);
    metrics.publisherPublishedMessages.inc();
  };
  const measure = publisherMetrics(metrics, Date.now());
  const observer: PublisherObserver = {
    ...measure,
    claimed: () => health.set("publisher.log", { ok: true }),
    published(event) {
      measure.published(event);
      for (const failure of event.failures)
        if (failure.value.group === undefined) announcer?.failure(failure);
      for (const group of event.groups) announcer?.group(group);
    },
    failed(error) {
      // Another publisher has taken over a partition, and this one may be given none: the log has answered.
      if (hasCode(error, "BROKER_FENCED")) {
        log.warn({ error }, "another publisher has taken over a partition");
        return;
      }
      health.set("publisher.log", { ok: false, why: error.message });
      log.warn({ error }, "the log is out of reach; the publisher goes on when it is back");
    },
    malformed: ({ entry }) =>
      log.error(
        { topic: entry.topic, partition: entry.partition, offset: entry.offset },
        "passed over an entry that is no message",
      ),
  };
  const membership = await runPublisher(
    broker,
    profileOutlet(
      profile,
      send,
      {
        unmapped({ channel, event, trace }, error) {
          metrics.publisherUnmappedMessages.inc({ channel });
          log.error(
            { channel, id: event.id, ...(trace && { traceId: traceId(trace) }), error },
            "the MES profile cannot map a message; the MES is not told",
          );
        },
      },
      tracing && ((announcement, trace) => spanOf(tracing, announcement, trace)),
    ),
    observer,
    {
      connections,
      ...(config.mes.workRequests !== "off" && { workRequestsFrom: config.mes.workRequests }),
      ...(profile.sparkplug && {
        openEdge: (claim) =>
          openSparkplugEdge(context, mesConnection(config, mqttUrl), claim, broker.partitions),
      }),
    },
  );
  return {
    done: membership.done,
    async close() {
      clearInterval(again);
      await membership.close();
      const offline = await profile.status(false, Date.now());
      const farewell = sink.publish(offline).catch(() => undefined); // the last will says the same
      await sink.close();
      await farewell;
    },
  };
}
