import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where a contender drains from and to; all take the same session, which keeps what is queued. */
export interface Course {
  /** `host:port` of the MQTT broker. */
  readonly mqtt: string;
  /** `host:port` of Kafka. */
  readonly kafka: string;
  readonly topic: string;
  /** For its configuration. */
  readonly directory: string;
  readonly httpPort: number;
}

/** Id of the session that is drained. */
export const CLIENT_ID = "bench-bridge";

export interface Contender {
  readonly who: string;
  command(course: Course): readonly string[];
  env?(course: Course): Readonly<Record<string, string>>;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const PRESAGE: Contender = {
  who: "Presage",
  command: () => [process.execPath, here("../../../services/cli/dist/main.js"), "run", "bridge"],
  env: ({ mqtt, kafka, httpPort, directory }) => ({
    PRESAGE_MQTT_URL: `mqtt://${mqtt}`,
    PRESAGE_MQTT_CLIENT_ID: CLIENT_ID.replace(/-bridge$/, ""),
    PRESAGE_BROKER_KIND: "kafka",
    PRESAGE_BROKER_KAFKA_BROKERS: kafka,
    PRESAGE_HTTP_PORT: String(httpPort),
    PRESAGE_DATA_DIR: directory,
    PRESAGE_LOG_LEVEL: "warn",
  }),
};

const PLAIN: Contender = {
  who: "MQTT.js to kafkajs",
  command: ({ mqtt, kafka, topic }) => [
    process.execPath,
    here("bridge-plain.js"),
    `mqtt://${mqtt}`,
    kafka,
    topic,
  ],
};

const telegraf = (version: string): Contender => ({
  who: `Telegraf ${version}`,
  command({ mqtt, kafka, topic, directory }) {
    const file = join(directory, "telegraf.conf");
    writeFileSync(
      file,
      `[agent]
  omit_hostname = true
  quiet = true
  metric_batch_size = 1000
  metric_buffer_limit = 100000
  flush_interval = "100ms"
  flush_jitter = "0s"
[[inputs.mqtt_consumer]]
  servers = ["tcp://${mqtt}"]
  topics = ["plant/#"]
  qos = 1
  persistent_session = true
  client_id = "${CLIENT_ID}"
  max_undelivered_messages = 1000
  topic_tag = "topic"
  data_format = "value"
  data_type = "string"
[[outputs.kafka]]
  brokers = ["${kafka}"]
  topic = "${topic}"
  routing_tag = "topic"
  required_acks = -1
  data_format = "influx"
`,
    );
    return ["telegraf", "--config", file];
  },
});

const redpandaConnect = (version: string): Contender => ({
  who: `Redpanda Connect ${version}`,
  command({ mqtt, kafka, topic, directory }) {
    const file = join(directory, "connect.yaml");
    writeFileSync(
      file,
      `http: { enabled: false }
logger: { level: WARN }
input:
  mqtt:
    urls: ["tcp://${mqtt}"]
    topics: ["plant/#"]
    client_id: ${CLIENT_ID}
    clean_session: false
    qos: 1
output:
  kafka_franz:
    seed_brokers: ["${kafka}"]
    topic: ${topic}
    key: \${! meta("mqtt_topic") }
    partitioner: murmur2_hash
    max_in_flight: 1
    batching: { count: 1000, period: 5ms }
`,
    );
    return ["redpanda-connect", "run", file];
  },
});

/** The version that a program prints; undefined where it is not on the PATH. */
function versionOf(program: string): string | undefined {
  try {
    const text = execFileSync(program, ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return /\d+\.\d+\.\d+/.exec(text)?.[0] ?? "of unknown version";
  } catch {
    return undefined;
  }
}

/** Who races, ours first, and who would but is not here. */
export function contenders(): { readonly here: readonly Contender[]; readonly away: readonly string[] } {
  const peers = { telegraf, "redpanda-connect": redpandaConnect };
  const found = Object.entries(peers).map(([program, make]) => ({
    program,
    make,
    version: versionOf(program),
  }));
  return {
    here: [
      PRESAGE,
      PLAIN,
      ...found.flatMap(({ make, version }) => (version === undefined ? [] : [make(version)])),
    ],
    away: found.filter(({ version }) => version === undefined).map(({ program }) => program),
  };
}
