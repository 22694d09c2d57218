import { startBridge } from "@presage/bridge";
import { CONSOLE_GROUP, startConsole } from "@presage/console";
import { PresageError } from "@presage/contracts";
import { startFeatures } from "@presage/features";
import { startGrouper } from "@presage/grouper";
import { startPublisher } from "@presage/publisher";
import { startQuality } from "@presage/quality";
import { startScorer } from "@presage/scorer";
import { runService, type RunningService, type ServiceContext } from "@presage/service";
import type { Broker } from "@presage/stream";
import { openBroker } from "../process/broker.ts";
import { GROUPS, watchLag } from "../process/lag.ts";
import { openModelDesk } from "../process/model-desk.ts";
import { SHIPPED } from "../process/model-path.ts";
import { VERSION } from "../process/version.ts";

type Start = (context: ServiceContext, broker: Broker) => RunningService | Promise<RunningService>;

/** Other processes must reach it too, so the embedded MQTT broker will not do. */
function mqttUrl({ config }: ServiceContext): string {
  if (config.mqtt.url !== undefined) return config.mqtt.url;
  throw new PresageError(
    "CONFIG_INVALID",
    "mqtt.url (PRESAGE_MQTT_URL) must be set for a service of its own",
  );
}

const ALL_GROUPS = { ...GROUPS, console: CONSOLE_GROUP };

const STARTS = {
  bridge: (context, broker) => startBridge(context, broker, mqttUrl(context)),
  features: startFeatures,
  scorer: (context, broker) => startScorer(context, broker, SHIPPED),
  grouper: startGrouper,
  quality: startQuality,
  publisher: (context, broker) => startPublisher(context, broker, mqttUrl(context)),
  console: (context, broker) =>
    startConsole(context, broker, {
      version: VERSION,
      inOneProcess: false,
      groups: Object.values(ALL_GROUPS),
      desk: openModelDesk(context.config),
    }),
} as const satisfies Record<string, Start>;

export type ServiceName = keyof typeof STARTS;

/** One service in a process of its own; several instances share the partitions. */
export async function run(name: ServiceName, { config: file }: { readonly config?: string }): Promise<void> {
  const start = async (context: ServiceContext): Promise<RunningService> => {
    if (context.config.broker.kind !== "kafka")
      throw new PresageError(
        "CONFIG_INVALID",
        "broker.kind (PRESAGE_BROKER_KIND) must be kafka for a service of its own",
      );
    const broker = await openBroker(context.config);
    const service = await STARTS[name](context, broker);
    const stopLag = watchLag(context, broker, name === "bridge" ? [] : [ALL_GROUPS[name]]);
    return {
      ...(service.done && { done: service.done }),
      async close() {
        stopLag();
        await service.close();
        await broker.close();
      },
    };
  };
  await runService(name, start, file === undefined ? {} : { file });
}
