import type { MessagePort } from "node:worker_threads";
import { connectEmbedded, type EmbeddedBroker, openEmbedded, type Shared } from "@presage/embedded";
import type { Config } from "@presage/service";
import type { Broker } from "@presage/stream";
import { kafkaOptions } from "./kafka-options.ts";

/** The log that the configuration asks for. */
export async function openBroker({ broker, dataDir }: Config): Promise<Broker | EmbeddedBroker> {
  const { kind, partitions } = broker;
  if (kind === "embedded") return openEmbedded({ directory: dataDir, partitions });
  // Kafka's client takes half a second to load, which who has no Kafka need not wait for.
  const { openKafka } = await import("@presage/kafka");
  return openKafka(kafkaOptions(broker));
}

/** A thread's way to the log. */
export interface WayToLog {
  readonly config: Config;
  /** If the process has the log open, and not a server. */
  readonly shared: Shared | undefined;
}

/** What a thread of this process is given to get to the log, and what of it is to be transferred. */
export function wayToLog(
  config: Config,
  broker: Broker | EmbeddedBroker,
): [way: WayToLog, hand: MessagePort[]] {
  const shared = "share" in broker ? broker.share() : undefined;
  return [
    { config: { ...config, log: settled(config.log) }, shared },
    shared === undefined ? [] : [shared.port],
  ];
}

/** The log, as a thread sees it. */
export const reachLog = async ({ config, shared }: WayToLog): Promise<Broker> =>
  shared === undefined ? openBroker(config) : connectEmbedded(shared);

/** The thread cannot tell whether there is a terminal. */
const settled = ({ level, format }: Config["log"]): Config["log"] => ({
  level,
  format: format === "auto" ? (process.stdout.isTTY ? "text" : "json") : format,
});
