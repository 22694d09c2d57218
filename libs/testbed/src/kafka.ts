import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { jars, KAFKA } from "./jars.ts";
import { freePort } from "./ports.ts";
import { type Server, startServer } from "./server.ts";

const LOG4J = `status=error
rootLogger.level=WARN
rootLogger.appenderRefs=c
rootLogger.appenderRef.c.ref=C
logger.k.name=kafka.server.KafkaRaftServer
logger.k.level=INFO
appender.c.type=Console
appender.c.name=C
appender.c.layout.type=PatternLayout
appender.c.layout.pattern=[%d] %p %m (%c)%n
`;

export interface KafkaExtras {
  /** Listeners on loopback besides the plain one, by name. */
  readonly listeners?: Readonly<Record<string, { readonly port: number; readonly protocol: string }>>;
  /** Added to its configuration. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Options for formatting its storage. */
  readonly format?: readonly string[];
  /** As which member of a cluster; default: one that is alone. */
  readonly member?: KafkaMember;
}

export interface KafkaMember {
  /** From 1. */
  readonly id: number;
  readonly port: number;
  /** By which clients and other members reach `port`. */
  readonly advertisedPort: number;
  readonly controllerPort: number;
  /** Controller ports of all members, in the order of their ids. */
  readonly voters: readonly number[];
  readonly clusterId: string;
  /** Folder of its data; default: in its own. */
  readonly data?: string;
}

async function alone(): Promise<KafkaMember> {
  const port = await freePort();
  const controllerPort = await freePort();
  const clusterId = createClusterId();
  return { id: 1, port, advertisedPort: port, controllerPort, voters: [controllerPort], clusterId };
}

export const createClusterId = (): string => randomBytes(16).toString("base64url");

/** One Apache Kafka 4 in KRaft mode, broker and controller in one, with a listener that lets everybody in. */
export async function startKafka(extras: KafkaExtras = {}): Promise<Server> {
  const { properties, format: formatOptions = [] } = extras;
  const listeners = Object.entries(extras.listeners ?? {});
  const member = extras.member ?? (await alone());
  const { port } = member;
  const classPath = join(jars(KAFKA), "*");
  return startServer({
    name: "kafka",
    port,
    async command(directory) {
      const others = listeners.map(([name, listener]) => `${name}://127.0.0.1:${listener.port}`);
      const data = member.data ?? join(directory, "data");
      const all = {
        "process.roles": "broker,controller",
        "node.id": String(member.id),
        "controller.quorum.voters": member.voters.map((voter, i) => `${i + 1}@127.0.0.1:${voter}`).join(","),
        listeners: [
          `PLAINTEXT://127.0.0.1:${port}`,
          ...others,
          `CONTROLLER://127.0.0.1:${member.controllerPort}`,
        ].join(","),
        "advertised.listeners": [`PLAINTEXT://127.0.0.1:${member.advertisedPort}`, ...others].join(","),
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "listener.security.protocol.map": [
          "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
          ...listeners.map(([name, { protocol }]) => `${name}:${protocol}`),
        ].join(","),
        "log.dirs": data,
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "4",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        "group.initial.rebalance.delay.ms": "0",
        "auto.create.topics.enable": "false",
        "log.cleaner.dedupe.buffer.size": "16777216",
        ...properties,
      };
      const config = join(directory, "server.properties");
      const log4j = join(directory, "log4j2.properties");
      const lines = Object.entries(all).map(([key, value]) => `${key}=${value}\n`);
      await Promise.all([writeFile(config, lines.join("")), writeFile(log4j, LOG4J)]);
      const java = [`-Dlog4j2.configurationFile=${log4j}`, "-cp", classPath];
      if (!existsSync(join(data, "meta.properties"))) {
        // With "=": one id in 64 begins with "-" and would be taken for an option.
        const format = [
          "kafka.tools.StorageTool",
          "format",
          `--cluster-id=${member.clusterId}`,
          "-c",
          config,
          ...formatOptions,
        ];
        execFileSync("java", [...java, ...format], { stdio: "pipe" });
      }
      return [
        "java",
        "-Xms128m",
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        ...java,
        "kafka.Kafka",
        config,
      ];
    },
    ready: (log) => log.includes("Kafka Server started"),
  });
}
