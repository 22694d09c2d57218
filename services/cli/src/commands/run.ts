import { PresageError } from "@presage/contracts";
import { runService, type RunningService, type ServiceContext } from "@presage/service";
import type { Broker, Group } from "@presage/stream";
import { openBroker } from "../process/broker.ts";
import { GROUPS, watchLag } from "../process/lag.ts";

type Start = (context: ServiceContext, broker: Broker) => RunningService | Promise<RunningService>;

/** Other processes must reach it too, so the embedded MQTT broker will not do. */
function mqttUrl({ config }: ServiceContext): string {
  if (config.mqtt.url !== undefined) return config.mqtt.url;
  throw new PresageError(
    "CONFIG_INVALID",
    "mqtt.url (PRESAGE_MQTT_URL) must be set for a service of its own",
  );
}

interface Service {
  readonly start: Start;
  /** Whose lag is told. */
  readonly group?: Group;
}

/** Each loads what it needs and nothing of the others: reading all of them takes half a second. */
const SERVICES = {
  async bridge() {
    const { startBridge } = await import("@presage/bridge");
    return { start: (context, broker) => startBridge(context, broker, mqttUrl(context)) };
  },
  async features() {
    const { startFeatures } = await import("@presage/features");
    return { start: startFeatures, group: GROUPS.features };
  },
  async scorer() {
    const { startScorer } = await import("@presage/scorer");
    const { SHIPPED } = await import("../process/model-path.ts");
    return { start: (context, broker) => startScorer(context, broker, SHIPPED), group: GROUPS.scorer };
  },
  async grouper() {
    const { startGrouper } = await import("@presage/grouper");
    return { start: startGrouper, group: GROUPS.grouper };
  },
  async quality() {
    const { startQuality } = await import("@presage/quality");
    return { start: startQuality, group: GROUPS.quality };
  },
  async publisher() {
    const { startPublisher } = await import("@presage/publisher");
    return {
      start: (context, broker) => startPublisher(context, broker, mqttUrl(context)),
      group: GROUPS.publisher,
    };
  },
  async console() {
    const { CONSOLE_GROUP, startConsole } = await import("@presage/console");
    const { openModelDesk } = await import("../process/model-desk.ts");
    const { VERSION } = await import("../process/version.ts");
    const groups = [...Object.values(GROUPS), CONSOLE_GROUP];
    return {
      start: (context, broker) =>
        startConsole(context, broker, {
          version: VERSION,
          inOneProcess: false,
          groups,
          desk: openModelDesk(context.config),
        }),
      group: CONSOLE_GROUP,
    };
  },
} as const satisfies Record<string, () => Promise<Service>>;

export type ServiceName = keyof typeof SERVICES;

/** One service in a process of its own; several instances share the partitions. */
export async function run(name: ServiceName, { config: file }: { readonly config?: string }): Promise<void> {
  const { start, group }: Service = await SERVICES[name]();
  const running = async (context: ServiceContext): Promise<RunningService> => {
    if (context.config.broker.kind !== "kafka")
      throw new PresageError(
        "CONFIG_INVALID",
        "broker.kind (PRESAGE_BROKER_KIND) must be kafka for a service of its own",
      );
    const broker = await openBroker(context.config);
    const service = await start(context, broker);
    const stopLag = watchLag(context, broker, group === undefined ? [] : [group]);
    return {
      ...(service.done && { done: service.done }),
      async close() {
        stopLag();
        await service.close();
        await broker.close();
      },
    };
  };
  await runService(name, running, file === undefined ? {} : { file });
}
