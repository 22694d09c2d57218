import { isIP } from "node:net";
import type { BaseOptions } from "@platformatic/kafka";

export interface KafkaOptions {
  /** `host:port` of some brokers to start from. */
  readonly brokers: readonly string[];
  /** Put before the name of every topic, group and transaction. */
  readonly prefix?: string;
  /** Of every topic; fixed when they are made. */
  readonly partitions?: number;
  /** Replicas of the topics that are made. */
  readonly replication?: number;
  readonly clientId?: string;
  readonly tls?: BaseOptions["tls"];
  readonly sasl?: BaseOptions["sasl"];
  /** How long the group waits for a silent member, milliseconds. */
  readonly sessionTimeout?: number;
  /** Least time between two commits of a partition, milliseconds; what comes meanwhile goes into one. */
  readonly commitInterval?: number;
}

export type Settings = Required<
  Pick<KafkaOptions, "prefix" | "partitions" | "replication" | "sessionTimeout" | "commitInterval">
> & {
  readonly base: BaseOptions;
};

const hasName = (broker: string): boolean => isIP(broker.replace(/:\d+$/, "").replaceAll(/[[\]]/g, "")) === 0;

export function settle(options: KafkaOptions): Settings {
  const {
    prefix = "presage.",
    partitions = 8,
    replication = 1,
    sessionTimeout = 10_000,
    commitInterval = 0,
  } = options;
  const base: BaseOptions = {
    clientId: options.clientId ?? "presage",
    bootstrapBrokers: [...options.brokers],
    connectTimeout: 5_000,
    timeout: 15_000,
    retries: 3,
    // 5, 25, 125 ms: right after a commit Kafka answers CONCURRENT_TRANSACTIONS for a few milliseconds, so that every
    // transaction waits for the first; the last lets the abort of an earlier owner end.
    retryDelay: (_client, _operation, attempt) => 5 ** attempt,
    ...(options.tls && { tls: options.tls }),
    // Says whom it wants to speak to, which proxies before brokers go by; an address cannot be said.
    ...(options.tls && options.brokers.every(hasName) && { tlsServerName: true }),
    ...(options.sasl && { sasl: options.sasl }),
  };
  return { prefix, partitions, replication, sessionTimeout, commitInterval, base };
}
