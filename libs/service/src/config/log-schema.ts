import { Type } from "@sinclair/typebox";
import { password, passwordFile } from "./credentials.ts";
import { choice, duration, flag, section, text, whole } from "./setting.ts";
import { tls } from "./tls-schema.ts";

/** Where the log is. */
export const LogBrokerSettings = section({
  kind: choice(["embedded", "kafka"], {
    default: "embedded",
    description: "Where the log is: in a file below dataDir, or in Kafka",
  }),
  partitions: whole({
    maximum: 10_000,
    default: 8,
    description: "Partitions of every topic; cannot be changed once there are messages",
  }),
  kafka: section({
    brokers: Type.Array(Type.String({ format: "host-port" }), {
      minItems: 1,
      default: ["127.0.0.1:9092"],
      description: "Kafka brokers to start from",
    }),
    prefix: text({
      minLength: 0,
      format: "topic-prefix",
      default: "presage.",
      description: "Put before the name of every topic, group and transaction",
    }),
    replication: whole({ default: 1, maximum: 32, description: "Replicas of the topics that are created" }),
    commitInterval: duration({
      default: "100ms",
      minimum: 0,
      description:
        "Least time between two commits of a partition: each is a transaction; longer is less work for Kafka, shorter is sooner at the MES",
    }),
    tls: section({ enabled: flag({ default: false, description: "Connect over TLS" }), ...tls }),
    sasl: Type.Optional(
      section({
        mechanism: choice(["plain", "scram-sha-256", "scram-sha-512"], {
          default: "plain",
          description: "SASL mechanism",
        }),
        username: text({ otherwise: "required with sasl", description: "User name" }),
        password,
        passwordFile,
      }),
    ),
  }),
});
