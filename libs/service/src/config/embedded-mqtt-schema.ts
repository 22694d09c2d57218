import { Type } from "@sinclair/typebox";
import { credentials } from "./credentials.ts";
import { bytes, flag, port, section, text, whole } from "./setting.ts";

const { password, passwordFile } = credentials;

const user = section({
  username: text({ otherwise: "required", description: "User name, no other user's" }),
  password,
  passwordFile,
  publish: Type.Array(text({ format: "user-filter", description: "Topic filter" }), {
    default: [],
    description: "Topic filters it may publish to; {username} and {clientId} are its own",
  }),
  subscribe: Type.Array(text({ format: "user-filter", description: "Topic filter" }), {
    default: [],
    description: "Topic filters it may subscribe to",
  }),
});

const tls = section({
  cert: text({ otherwise: "required with tls", description: "PEM file of the certificate, and its chain" }),
  key: text({ otherwise: "required with tls", description: "PEM file of its private key" }),
  ca: Type.Optional(
    text({
      description:
        "PEM file of authorities; with it every client needs a certificate of theirs, whose common name is the user if that has no password",
    }),
  ),
});

const limits = section({
  packetBytes: bytes({
    default: "16MiB",
    description: "A client that sends a longer packet is disconnected",
  }),
  messageRate: whole({
    default: 10_000,
    description: "Messages a second of one client; who sends faster is read more slowly, and loses nothing",
  }),
  byteRate: bytes({ default: "64MiB", description: "Bytes a second of one client, likewise" }),
  connections: whole({ default: 10_000, description: "Connections in all" }),
  connectionsPerAddress: whole({
    default: 1_000,
    description: "Connections from one address (IPv6: one /64), this machine excepted",
  }),
  queuedMessages: whole({
    default: 100_000,
    description: "Messages that wait for one session; further ones are not kept for it, and counted",
  }),
  queuedBytes: bytes({
    default: "256MiB",
    description: "Bytes that wait for all sessions; one may have a quarter of it",
  }),
  retainedMessages: whole({
    default: 100_000,
    description: "Retained messages; further ones are passed on, but not retained",
  }),
  retainedBytes: bytes({ default: "256MiB", description: "Bytes of retained messages" }),
});

/** The MQTT broker in this process. */
export const EmbeddedMqttSettings = section({
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
  tls: Type.Optional(tls),
  plaintext: flag({
    default: false,
    description: "Listening beyond loopback without TLS is meant so: no warning",
  }),
  users: Type.Array(user, {
    default: [],
    description: "Who else may come in, beside mqtt.username, which is Presage's own and may do everything",
  }),
  limits,
});
