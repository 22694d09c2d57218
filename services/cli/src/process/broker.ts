import { type EmbeddedBroker, openEmbedded } from "@presage/embedded";
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
