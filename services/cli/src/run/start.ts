import type { RunningService, ServiceContext } from "@presage/service";
import type { Broker } from "@presage/stream";

export type Start = (context: ServiceContext, broker: Broker) => RunningService | Promise<RunningService>;
