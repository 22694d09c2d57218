import { PresageError } from "@presage/contracts";
import { openKafka } from "@presage/kafka";
import { runService, type RunningService, type ServiceContext } from "@presage/service";
import type { Group } from "@presage/stream";
import { kafkaOptions } from "../process/kafka-options.ts";
import { watchLag } from "../process/lag.ts";
import type { Start } from "../run/start.ts";

interface Service {
  readonly start: Start;
  /** Whose lag is told. */
  readonly group?: Group;
}

/** Each loads what it needs and nothing of the others; the image of one service has no more. */
const SERVICES = {
  bridge: () => import("../run/bridge.ts"),
  features: () => import("../run/features.ts"),
  scorer: () => import("../run/scorer.ts"),
  grouper: () => import("../run/grouper.ts"),
  quality: () => import("../run/quality.ts"),
  publisher: () => import("../run/publisher.ts"),
  console: () => import("../run/console.ts"),
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
    const broker = openKafka(kafkaOptions(context.config.broker));
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
