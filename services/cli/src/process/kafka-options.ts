import type { KafkaOptions } from "@presage/kafka";
import { type Config, tlsOptions } from "@presage/service";

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
