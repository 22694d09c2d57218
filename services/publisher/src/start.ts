import { compileTemplate, openSink } from "@presage/mqtt";
import { mesConnection, type RunningService, type ServiceContext } from "@presage/service";
import type { Broker } from "@presage/stream";
import type { MesMessage } from "./mes.ts";
import { runPublisher } from "./publisher.ts";

/** Publishes to the MES until closed. `mqttUrl` is the broker that `mes.url` defaults to. */
export async function startPublisher(context: ServiceContext, broker: Broker, mqttUrl: string): Promise<RunningService> {
  const { config, log, metrics, health } = context;
  const { template, statusTopic, publishRisk } = config.mes;
  const status = (online: boolean): string => JSON.stringify({ online, time: new Date().toISOString() });
  const sink = await openSink({
    ...mesConnection(config, mqttUrl),
    clientId: `${config.mqtt.clientId}-publisher`,
    will: { topic: statusTopic, payload: status(false), qos: 1, retain: true },
    onState(state) {
      health.set("publisher.mqtt", state.connected ? { ok: true } : { ok: false, why: state.why });
      if (!state.connected) return log.warn({ why: state.why }, "the MES's broker is out of reach; holding on");
      void sink.publish({ topic: statusTopic, payload: status(true), qos: 1, retain: true });
    },
  });
  const asset = compileTemplate(template);
  const publish = async (message: MesMessage): Promise<void> => {
    await sink.publish(message);
    metrics.publisherPublishedMessages.inc({ kind: kindOf(message.topic) });
  };
  const membership = await runPublisher(
    broker,
    publish,
    { asset: (path) => asset.format({ ...path }), publishRisk },
    {
      failed: (error) => log.warn({ error }, "the log is out of reach; the publisher goes on when it is back"),
      malformed: (entry) => log.error({ topic: entry.topic, offset: entry.offset }, "passed over an entry that is no message"),
    },
  );
  return {
    done: membership.done,
    async close() {
      await membership.close();
      await sink.publish({ topic: statusTopic, payload: status(false), qos: 1, retain: true });
      await sink.close();
    },
  };
}

/** What is below the asset's topic. */
const kindOf = (topic: string): string =>
  topic.endsWith("/risk") ? "risk" : topic.endsWith("/event") ? "event" : "state";
