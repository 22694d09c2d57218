import { readFileSync } from "node:fs";
import { openEmbedded } from "@presage/embedded";
import { openKafka } from "@presage/kafka";
import type { Config } from "@presage/service";
import type { Broker } from "@presage/stream";

/** The log that the configuration asks for. */
export function openBroker({ broker, dataDir }: Config): Broker {
  const { kind, partitions, kafka } = broker;
  if (kind === "embedded") return openEmbedded({ directory: dataDir, partitions });
  const { brokers, prefix, replication, tls, sasl } = kafka;
  return openKafka({
    brokers,
    prefix,
    partitions,
    replication,
    ...(tls.enabled && {
      tls: {
        rejectUnauthorized: tls.rejectUnauthorized,
        ...(tls.ca !== undefined && { ca: readFileSync(tls.ca) }),
        ...(tls.cert !== undefined && { cert: readFileSync(tls.cert) }),
        ...(tls.key !== undefined && { key: readFileSync(tls.key) }),
      },
    }),
    ...(sasl && {
      sasl: {
        mechanism: MECHANISMS[sasl.mechanism],
        username: sasl.username,
        password: sasl.password ?? "",
      },
    }),
  });
}

const MECHANISMS = {
  plain: "PLAIN",
  "scram-sha-256": "SCRAM-SHA-256",
  "scram-sha-512": "SCRAM-SHA-512",
} as const;
