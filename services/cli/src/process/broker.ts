import { type EmbeddedBroker, openEmbedded } from "@presage/embedded";
import { openKafka } from "@presage/kafka";
import type { Config } from "@presage/service";
import type { Broker } from "@presage/stream";
import { kafkaOptions } from "./kafka-options.ts";

/** The log that the configuration asks for. */
export async function openBroker({ broker, dataDir }: Config): Promise<Broker | EmbeddedBroker> {
  const { kind, partitions } = broker;
  return kind === "embedded"
    ? openEmbedded({ directory: dataDir, partitions })
    : openKafka(kafkaOptions(broker));
}
