import { createClusterId, startKafka } from "./kafka.ts";
import { freePort } from "./ports.ts";
import type { Server } from "./server.ts";

export interface KafkaClusterOptions {
  /** How many brokers, each a controller too. */
  readonly size: number;
  /** Puts something before a broker, by which clients and the other brokers reach it: gives the port of that. */
  readonly before?: (port: number) => Promise<number>;
  /** Folders for the data of some, by id from 1; default: in their own. */
  readonly data?: Readonly<Record<number, string>>;
}

export interface KafkaCluster {
  readonly servers: readonly Server[];
  /** `host:port` of all, as clients reach them. */
  readonly brokers: readonly string[];
}

/** Several Apache Kafka 4 in KRaft mode that keep everything on all of them, and take what a majority has. */
export async function startKafkaCluster({
  size,
  before = async (port) => port,
  data = {},
}: KafkaClusterOptions): Promise<KafkaCluster> {
  const clusterId = createClusterId();
  const majority = String(Math.floor(size / 2) + 1);
  const ports = await Promise.all(Array.from({ length: size }, freePort));
  const voters = await Promise.all(Array.from({ length: size }, freePort));
  const advertised = await Promise.all(ports.map(before));
  const properties = {
    "min.insync.replicas": majority,
    "default.replication.factor": String(size),
    "offsets.topic.replication.factor": String(size),
    "transaction.state.log.replication.factor": String(size),
    "transaction.state.log.min.isr": majority,
    "share.coordinator.state.topic.replication.factor": String(size),
    // A broker that hangs is given up sooner than after 30 and 9 s.
    "replica.lag.time.max.ms": "6000",
    "broker.session.timeout.ms": "6000",
  };
  // Each waits for a majority, so all at once.
  const servers = await Promise.all(
    ports.map((port, i) => {
      const own = data[i + 1];
      return startKafka({
        properties,
        member: {
          id: i + 1,
          port,
          advertisedPort: advertised[i] ?? port,
          controllerPort: voters[i] ?? 0,
          voters,
          clusterId,
          ...(own !== undefined && { data: own }),
        },
      });
    }),
  );
  return { servers, brokers: advertised.map((port) => `127.0.0.1:${port}`) };
}
