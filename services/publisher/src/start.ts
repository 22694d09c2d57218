import type { Failure, FailureGroup, Message } from "@presage/contracts";
import { compileTemplate, openSink } from "@presage/mqtt";
import { mesConnection, type RunningService, type ServiceContext } from "@presage/service";
import type { Broker } from "@presage/stream";
import type { MesMessage } from "./mes.ts";
import { type PublisherObserver, runPublisher } from "./publisher.ts";

/** Told of what the MES was told. */
export interface Announcer {
  /** Of one that is not in a group. */
  failure(message: Message<Failure>): void;
  group(message: Message<FailureGroup>): void;
}

/** Publishes to the MES until closed. `mqttUrl` is the broker that `mes.url` defaults to. */
export async function startPublisher(
  context: ServiceContext,
  broker: Broker,
  mqttUrl: string,
  announcer?: Announcer,
): Promise<RunningService> {
  const { config, log, metrics, health } = context;
  const { template, groupTemplate, statusTopic, publishRisk } = config.mes;
  const status = (online: boolean): string => JSON.stringify({ online, time: new Date().toISOString() });
  health.set("publisher.mqtt", { ok: false, why: "connecting" });
  const sink = openSink({
    ...mesConnection(config, mqttUrl),
    clientId: `${config.mqtt.clientId}-publisher`,
    will: { topic: statusTopic, payload: status(false), qos: 1, retain: true },
    onState(state) {
      if (state.status === "connected") {
        health.set("publisher.mqtt", { ok: true });
        publishStatus(true).catch((error: unknown) =>
          log.warn({ error }, "the status could not be published"),
        );
      } else if (state.status === "disconnected") {
        health.set("publisher.mqtt", { ok: false, why: state.error.message });
        log.warn(
          { error: state.error, retryMs: state.retryMs },
          "the MES's broker is out of reach; holding on",
        );
      }
    },
  });
  const publishStatus = (online: boolean): Promise<void> =>
    sink.publish({ topic: statusTopic, payload: status(online), qos: 1, retain: true });
  const asset = compileTemplate(template);
  const line = compileTemplate(groupTemplate);
  const publish = async (message: MesMessage): Promise<void> => {
    await sink.publish(message);
    metrics.publisherPublishedMessages.inc();
  };
  const observer: PublisherObserver = {
    claimed: () => health.set("publisher.log", { ok: true }),
    published(event) {
      const now = Date.now();
      for (const { value } of event.predictions)
        metrics.windowToEventSeconds.observe((now - value.closedAt) / 1e3);
      metrics.publisherPublishedFailures.inc(event.failures.length);
      metrics.publisherPublishedGroups.inc(event.groups.length);
      const alone = event.failures.filter(({ value }) => value.group === undefined);
      metrics.publisherGroupedFailures.inc(event.failures.length - alone.length);
      for (const failure of alone) announcer?.failure(failure);
      for (const group of event.groups) announcer?.group(group);
    },
    failed(error) {
      health.set("publisher.log", { ok: false, why: error.message });
      log.warn({ error }, "the log is out of reach; the publisher goes on when it is back");
    },
    malformed: ({ entry }) =>
      log.error({ topic: entry.topic, offset: entry.offset }, "passed over an entry that is no message"),
  };
  const membership = await runPublisher(
    broker,
    publish,
    { asset: (path) => asset.format({ ...path }), line: (path) => line.format({ ...path }), publishRisk },
    observer,
  );
  return {
    done: membership.done,
    async close() {
      await membership.close();
      const farewell = publishStatus(false).catch(() => undefined); // the last will says the same
      await sink.close();
      await farewell;
    },
  };
}
