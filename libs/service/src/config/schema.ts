import { Type, type Static } from "@sinclair/typebox";
import { AssetDefaults, AssetSettings, Limits, type Asset } from "./asset-schema.ts";
import { ConsoleSettings } from "./console-schema.ts";
import { credentials, password, passwordFile } from "./credentials.ts";
import { ModelSettings } from "./model-schema.ts";
import { bytes, choice, duration, flag, number, port, section, text, whole } from "./setting.ts";

const tls = {
  ca: Type.Optional(
    text({ otherwise: "those of Node.js", description: "PEM file of the certificate authorities to trust" }),
  ),
  cert: Type.Optional(text({ description: "PEM file of the client certificate, for mutual TLS" })),
  key: Type.Optional(text({ description: "PEM file of the client certificate's private key" })),
  rejectUnauthorized: flag({
    default: true,
    description: "Refuse a server whose certificate cannot be verified",
  }),
};

const broker = section({
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

const mqtt = section({
  embedded: section({
    enabled: flag({
      default: true,
      description: "Start an MQTT broker in this process; not if mqtt.url is set",
    }),
    host: text({
      default: "127.0.0.1",
      alias: "PRESAGE_MQTT_HOST",
      description:
        "Address the embedded broker listens on; beyond loopback only with mqtt.username and a password",
    }),
    port: port({
      default: 1883,
      alias: "PRESAGE_MQTT_PORT",
      description: "Port of the embedded broker; 0 takes a free one",
    }),
  }),
  url: Type.Optional(
    text({
      format: "mqtt-url",
      otherwise: "the embedded broker",
      description: "MQTT broker the devices publish to",
    }),
  ),
  ...credentials,
  tls: section(tls),
  clientId: text({
    default: "presage",
    maxLength: 64,
    description: "Client id; every connection adds its own ending, so that ids stay unique and stable",
  }),
  receiveMaximum: whole({
    maximum: 65_535,
    default: 1000,
    description: "Deliveries that may wait for the log before the broker holds back more",
  }),
});

const mes = section({
  url: Type.Optional(
    text({
      format: "mqtt-url",
      otherwise: "the same as mqtt",
      description: "MQTT broker the MES listens to; user, password and TLS below go with it",
    }),
  ),
  ...credentials,
  tls: section(tls),
  template: text({
    format: "asset-template",
    default: "mes/{site}/{area}/{line}/{asset}",
    description: "Topic of an asset, above predicted-failure and risk; must tell all assets apart",
  }),
  groupTemplate: text({
    format: "line-template",
    default: "mes/{site}/{area}/{line}",
    description: "Topic of a line, above predicted-failure-group; must tell all lines apart",
  }),
  statusTopic: text({
    format: "topic",
    default: "mes/pdm-status",
    description: "Retained topic that says whether Presage is alive; also its last will",
  }),
  publishRisk: flag({ default: true, description: "Publish the latest risk of every asset as well" }),
});

const source = section({
  template: text({
    format: "source-template",
    default: "plant/{site}/{area}/{line}/{asset}/{sensor}",
    description: "Topics to take in, and what their levels mean",
  }),
  qos: choice([0, 1, 2], { default: 1, description: "MQTT quality of service of the subscription" }),
  decoder: choice(["json"], { default: "json", description: "Form of the payload" }),
  maxBytes: bytes({ default: "4MiB", description: "Larger payloads are rejected" }),
  maxSamples: whole({ default: 262_144, description: "Blocks with more samples are rejected" }),
  maxClockSkew: Type.Optional(
    duration({ otherwise: "time.maxClockSkew", description: "As time.maxClockSkew, for this source" }),
  ),
  shared: Type.Optional(
    text({
      format: "name",
      description: "Group of a shared subscription: bridges with the same group divide the messages",
    }),
  ),
});

const fraction = { minimum: 0, maximum: 1, otherwise: "as the model says" };
const asTheModelSays = { otherwise: "as the model says" };

/** Everything that can be set. Keys without a default may be left out; the rest have a value once loaded. */
export const CONFIG_SCHEMA = section({
  dataDir: text({ default: "./.presage", description: "Folder of everything Presage keeps" }),
  broker,
  mqtt,
  mes,
  nats: section({
    url: Type.Optional(
      text({
        description: "NATS server with JetStream; with it the model registry is there instead of in a folder",
      }),
    ),
    ...credentials,
  }),
  sources: Type.Array(source, {
    minItems: 1,
    default: [{}, { template: "replay/{site}/{area}/{line}/{asset}/{sensor}", maxClockSkew: "365d" }],
    description: "Streams of device messages; the first whose template fits a topic takes it",
  }),
  time: section({
    maxClockSkew: duration({
      default: "1m",
      description: "A device time further off than this is replaced by the bridge's, and counted",
    }),
    maxClockError: duration({
      default: "365d",
      description: "A message whose time is further off than this is rejected",
    }),
    heartbeat: duration({
      default: "1s",
      description: "How often silent assets are looked at, so that their windows close",
    }),
  }),
  windows: section({
    size: duration({ default: "10s", description: "Length of a window" }),
    grace: duration({
      minimum: 0,
      default: "2s",
      description: "How long a window waits for messages that come out of order",
    }),
    trend: duration({ default: "10m", description: "Horizon of slopes, as of temperature" }),
  }),
  model: ModelSettings,
  baseline: section({
    windows: whole({
      minimum: 5,
      default: 30,
      description:
        "Healthy windows of each operating state from which an asset's baseline is learned; until then it is not scored",
    }),
  }),
  decision: section({
    falseAlarmsPerYear: number({
      exclusiveMinimum: 0,
      default: 0.01,
      description:
        "False alarms of a healthy asset in a year that are accepted, 0.01: one a year among a hundred; the threshold follows from it and the model",
    }),
    threshold: Type.Optional(
      number({
        ...fraction,
        otherwise: "by falseAlarmsPerYear",
        description: "Risk at or over which a window counts",
      }),
    ),
    k: Type.Optional(
      whole({ ...asTheModelSays, description: "Windows that must count to open a predicted failure, …" }),
    ),
    n: Type.Optional(whole({ ...asTheModelSays, description: "… of this many latest windows" })),
    clearThreshold: Type.Optional(
      number({
        ...fraction,
        otherwise: "half of the threshold's odds",
        description: "Risk below which a window is clear; at most the threshold",
      }),
    ),
    clearWindows: Type.Optional(
      whole({ ...asTheModelSays, description: "Clear windows in a row that close a predicted failure" }),
    ),
    quietTime: duration({
      minimum: 0,
      default: "1m",
      description:
        "Nor is it closed before this long after the last window that was not clear, or the horizon after lasting impacts",
    }),
  }),
  flood: section({
    members: whole({
      minimum: 0,
      default: 5,
      description: "Failures of one line are grouped when those of more assets than this opened …; 0: never",
    }),
    within: duration({
      default: "10m",
      description: "… within this time; more join the group until none opened for as long",
    }),
  }),
  limits: Limits,
  http: section({
    host: text({
      default: "127.0.0.1",
      description:
        "Address for HTTP; beyond loopback the console wants a log-in, and what has none serves health and metrics only",
    }),
    port: port({ default: 8080, description: "Port for HTTP; 0 takes a free one" }),
  }),
  console: ConsoleSettings,
  log: section({
    level: choice(["debug", "info", "warn", "error"], {
      default: "info",
      description: "Least level that is logged",
    }),
    format: choice(["auto", "json", "text"], {
      default: "auto",
      description: "JSON lines, or short lines for people; auto is text on a terminal",
    }),
  }),
  defaults: AssetDefaults,
  assets: Type.Array(AssetSettings, {
    default: [],
    description: "Known assets; others are taken in with the defaults and shown as unconfigured",
  }),
});

/** The configuration as it was written, complete with constants. */
export type Settings = Static<typeof CONFIG_SCHEMA>;

/** The configuration as services use it: secrets read, assets complete. */
export type Config = Omit<Settings, "assets"> & { readonly assets: readonly Asset[] };
