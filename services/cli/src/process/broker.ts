import { type EmbeddedBroker, openEmbedded } from "@presage/embedded";
import { type KafkaOptions, openKafka } from "@presage/kafka";
import { type Config, tlsOptions } from "@presage/service";
import type { Broker } from "@presage/stream";

/** The log that the configuration asks for. */
export async function openBroker({ broker, dataDir }: Config): Promise<Broker | EmbeddedBroker> {
  const { kind, partitions } = broker;
  return kind === "embedded"
    ? openEmbedded({ directory: dataDir, partitions })
    : openKafka(kafkaOptions(broker));
}

/** How to reach Kafka. Throws `FILE_UNREADABLE` for a certificate or key. */
export function kafkaOptions({ partitions, kafka }: Config["broker"]): KafkaOptions {
  const { brokers, prefix, replication, commitInterval, tls, sasl } = kafka;
  return {
    brokers,
    prefix,
    partitions,
    replication,
    commitInterval,
    ...(tls.enabled && { tls: tlsOptions(tls) }),
    ...(sasl && {
      sasl: {
        mechanism: MECHANISMS[sasl.mechanism],
        username: sasl.username,
        password: sasl.password ?? "",
      },
    }),
  };
}

const MECHANISMS = {
  plain: "PLAIN",
  "scram-sha-256": "SCRAM-SHA-256",
  "scram-sha-512": "SCRAM-SHA-512",
} as const;
