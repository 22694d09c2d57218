import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { failures, features, feedback, predictions, rejected } from "@presage/contracts";
import { type KafkaOptions, openKafka } from "@presage/kafka";
import type { Broker, Membership } from "@presage/stream";
import {
  type CertificateAuthority,
  createAuthority,
  type SecureKafka,
  type Server,
  skipWithout,
  startMosquitto,
  startSecureKafka,
} from "@presage/testbed";
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from "kafkajs";
import mqtt from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTopic } from "./support/log.ts";
import { connectMes } from "./support/mes.ts";
import { type Presage, startPresage } from "./support/presage.ts";

const SERVICES = ["bridge", "features", "scorer", "grouper", "quality", "publisher", "console"] as const;
const PARTITIONS = 2;
const MECHANISMS = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] as const;
/** How Kafka names who logs in with a password, and who has a certificate. */
const WHO = ["User:presage-", "User:CN=presage-"];
const SCRIPT = fileURLToPath(new URL("../../docs/security/kafka-acls.sh", import.meta.url));

/** What an operator's `kafka-acls.sh` would be given: the script's commands, an argument a line, an empty line after each. */
const RECORDER = '#!/bin/sh\nprintf "%s\\n" "$@" ""\n';

/** The commands of docs/security/kafka-acls.sh, which are the rights that are tested here. */
function commands(directory: string, principal: string): string[][] {
  const recorder = join(directory, "kafka-acls");
  writeFileSync(recorder, RECORDER);
  chmodSync(recorder, 0o755);
  const env = { PATH: process.env["PATH"], KAFKA_ACLS: recorder, PRINCIPAL: principal };
  const said = execFileSync(SCRIPT, ["--bootstrap-server", "kafka:9093"], { env, encoding: "utf8" });
  return said
    .trim()
    .split("\n\n")
    .map((command) => command.split("\n"));
}

const RESOURCES = {
  "--topic": AclResourceTypes.TOPIC,
  "--group": AclResourceTypes.GROUP,
  "--transactional-id": AclResourceTypes.TRANSACTIONAL_ID,
} as const;

function ruleOf(command: readonly string[]) {
  const after = (option: string): string => command[command.indexOf(option) + 1] ?? "";
  const [option, resourceType] = Object.entries(RESOURCES).find(([name]) => command.includes(name)) ?? [];
  if (option === undefined || resourceType === undefined)
    throw new Error(`no resource: ${command.join(" ")}`);
  const prefixed = command.includes("--resource-pattern-type");
  return {
    resourceType,
    resourceName: after(option),
    resourcePatternType: prefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    principal: after("--allow-principal"),
    host: "*",
    operation: AclOperationTypes[after("--operation").toUpperCase() as "READ" | "WRITE" | "DESCRIBE"],
    permissionType: AclPermissionTypes.ALLOW,
  };
}

describe.skipIf(skipWithout("kafka", "openssl", "mosquitto"))(
  "with the rights of docs/security/kafka-acls.sh",
  () => {
    const directory = mkdtempSync(join(tmpdir(), "presage-rights-"));
    let authority: CertificateAuthority;
    let kafka: SecureKafka;
    let mosquitto: Server;
    let ca: Buffer;
    /** Who may do everything. */
    let all: Broker;
    const logs: Broker[] = [];
    const processes: Presage[] = [];

    const userEnv = (user: string): Record<string, string> => ({
      PRESAGE_BROKER_KIND: "kafka",
      PRESAGE_BROKER_PARTITIONS: String(PARTITIONS),
      PRESAGE_BROKER_KAFKA_BROKERS: `127.0.0.1:${kafka.saslPort}`,
      PRESAGE_BROKER_KAFKA_TLS_ENABLED: "true",
      PRESAGE_BROKER_KAFKA_TLS_CA: authority.ca,
      PRESAGE_BROKER_KAFKA_SASL_MECHANISM: "scram-sha-512",
      PRESAGE_BROKER_KAFKA_SASL_USERNAME: user,
      PRESAGE_BROKER_KAFKA_SASL_PASSWORD: `password of ${user}`,
      PRESAGE_MQTT_URL: `mqtt://127.0.0.1:${mosquitto.port}`,
      PRESAGE_WINDOWS_SIZE: "1s",
      PRESAGE_WINDOWS_GRACE: "100ms",
      PRESAGE_LIMITS_TEMPERATURE: "80",
      PRESAGE_CONSOLE_LOGIN: "off",
      PRESAGE_MES_WORK_REQUESTS: "low",
    });

    function open(port: number, options: Pick<KafkaOptions, "tls" | "sasl">): Broker {
      const log = openKafka({ brokers: [`127.0.0.1:${port}`], partitions: PARTITIONS, ...options });
      logs.push(log);
      return log;
    }

    function login(service: string, mechanism: (typeof MECHANISMS)[number] = "SCRAM-SHA-256") {
      const username = `presage-${service}`;
      return { mechanism, username, password: `password of ${username}` };
    }

    /** The log as a service's user may use it. */
    const as = (service: string): Broker => open(kafka.saslPort, { tls: { ca }, sasl: login(service) });

    const entry = { key: "s/a/l/m", time: 1, value: new Uint8Array(1) };
    const refused = { code: "BROKER_REFUSED" };

    beforeAll(async () => {
      authority = createAuthority();
      ca = readFileSync(authority.ca);
      const users = [...SERVICES.map((service) => `presage-${service}`), "stranger"];
      [kafka, mosquitto] = await Promise.all([
        startSecureKafka({
          authority,
          users: Object.fromEntries(users.map((user) => [user, `password of ${user}`])),
        }),
        startMosquitto(),
      ]);
      const brokers = [`127.0.0.1:${kafka.port}`];
      const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      await admin.createAcls({ acl: WHO.flatMap((who) => commands(directory, who).map(ruleOf)) });
      await admin.disconnect();
      all = openKafka({ brokers, partitions: PARTITIONS });
      const topics = await startPresage({
        args: ["topics"],
        cwd: directory,
        env: { ...userEnv("nobody"), PRESAGE_BROKER_KAFKA_BROKERS: brokers[0] ?? "", ...PLAIN },
        wait: false,
      });
      expect(await topics.exit(), topics.output()).toBe(0);
      // Kafka makes its own topics for groups and transactions when they are first asked for, which takes a while.
      const first = { name: "first", topics: [rejected.topic], stateless: true };
      let membership: Membership | undefined;
      await new Promise<void>((claimed, failed) => {
        all.join(first, async () => claimed()).then((joined) => (membership = joined), failed);
      });
      await membership?.close();
    }, 120_000);
    afterAll(async () => {
      await Promise.all(processes.map((presage) => presage.stop()));
      await Promise.all([...logs, ...(all === undefined ? [] : [all])].map((log) => log.close()));
      await Promise.all([kafka?.stop(), mosquitto?.stop()]);
      authority?.remove();
      rmSync(directory, { recursive: true, force: true });
    });

    /** The administrator's listener of the test server has neither TLS nor users. */
    const PLAIN = {
      PRESAGE_BROKER_KAFKA_TLS_ENABLED: "false",
      PRESAGE_BROKER_KAFKA_SASL_MECHANISM: "",
      PRESAGE_BROKER_KAFKA_SASL_USERNAME: "",
      PRESAGE_BROKER_KAFKA_SASL_PASSWORD: "",
    };

    it("every service does its work, from the device to the MES and the console", async () => {
      const start = (service: string): Promise<Presage> =>
        startPresage({
          args: ["run", service],
          cwd: directory,
          env: { ...userEnv(`presage-${service}`), PRESAGE_DATA_DIR: join(directory, service) },
        });
      processes.push(...(await Promise.all(SERVICES.map(start))));
      const mes = await connectMes(`mqtt://127.0.0.1:${mosquitto.port}`);
      const device = await mqtt.connectAsync(`mqtt://127.0.0.1:${mosquitto.port}`);
      const begin = Date.now() - 60_000;
      for (let i = 0; i < 12; i++) {
        const temperature = { t: begin + i * 500, v: 95, unit: "Cel" };
        await device.publishAsync("replay/s/a/l/m/temp", JSON.stringify(temperature), { qos: 1 });
      }
      await device.publishAsync("replay/s/a/l/m/temp", "no JSON", { qos: 1 });

      await expect.poll(() => mes.events().length, { timeout: 60_000 }).toBeGreaterThan(0);
      expect(mes.risk("s/a/l/m")).toBeDefined();
      await expect.poll(() => mes.received.map(({ topic }) => topic)).toContain("mes/s/a/l/m/work-request");
      const web = `http://127.0.0.1:${processes.at(-1)?.httpPort}`;
      const total = async (): Promise<unknown> =>
        ((await (await fetch(`${web}/api/failures`)).json()) as { total: unknown }).total;
      await expect.poll(total, { timeout: 20_000 }).toBe(1);
      const said = await fetch(`${web}/api/feedback`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ action: "comment", comment: "hot", targets: [{ asset: "s/a/l/m" }] }),
      });
      expect(await said.json()).toEqual({ accepted: 1 });
      expect(await readTopic(all, feedback)).toHaveLength(1);
      expect(await readTopic(all, rejected)).toHaveLength(1);
      for (const presage of processes) expect(presage.output()).not.toContain("BROKER_REFUSED");
      await device.endAsync();
      await mes.close();
    }, 120_000);

    it.each(MECHANISMS)("a service logs in with its password over TLS by %s", async (mechanism) => {
      const log = open(kafka.saslPort, { tls: { ca }, sasl: login("bridge", mechanism) });
      await log.append(rejected.topic, [entry]);
    });

    it("a service is known by its certificate, with mutual TLS", async () => {
      const { cert, key } = authority.issue("presage-bridge");
      const tls = { ca, cert: readFileSync(cert), key: readFileSync(key) };
      const log = open(kafka.tlsPort, { tls });
      await log.append(rejected.topic, [entry]);
      await expect(log.append(failures.topic, [entry])).rejects.toMatchObject(refused);
    });

    it("a wrong password is refused, and not told", async () => {
      const sasl = { ...login("bridge"), password: "wrong password" };
      const error: unknown = await open(kafka.saslPort, { tls: { ca }, sasl })
        .append(rejected.topic, [entry])
        .catch((why: unknown) => why);
      expect(error).toMatchObject({
        ...refused,
        message: expect.stringContaining("SASL_AUTHENTICATION_FAILED"),
      });
      expect(inspect(error, { depth: null })).not.toContain("wrong password");
    });

    it("a server whose certificate is not trusted gets no password", async () => {
      const log = open(kafka.saslPort, { tls: {}, sasl: login("bridge", "PLAIN") });
      await expect(log.append(rejected.topic, [entry])).rejects.toMatchObject({
        ...refused,
        message: expect.stringContaining("certificate"),
      });
    });

    it("the bridge can neither read nor write what is predicted", async () => {
      const log = as("bridge");
      await expect(log.read(failures.topic, 0, 0)).rejects.toMatchObject(refused);
      await expect(log.append(failures.topic, [entry])).rejects.toMatchObject(refused);
      await expect(log.append(predictions.topic, [entry])).rejects.toMatchObject(refused);
    });

    it("the publisher cannot write, and the console nothing but feedback", async () => {
      for (const topic of ["samples", "features", "predictions", "alarms", "failures", "groups", "rejected"])
        await expect(as("console").append(topic, [entry]), topic).rejects.toMatchObject(refused);
      for (const topic of [failures.topic, feedback.topic])
        await expect(as("publisher").append(topic, [entry]), topic).rejects.toMatchObject(refused);
    });

    it("no service reads another's states or makes topics", async () => {
      await expect(as("features").read("scorer.state", 0, 0)).rejects.toMatchObject(refused);
      for (const service of SERVICES)
        await expect(as(service).append("new", [entry]), service).rejects.toMatchObject(refused);
    });

    it("no service commits in the name of another", async () => {
      const log = as("grouper");
      const errors: Error[] = [];
      const onError = (error: Error): void => void errors.push(error);
      void log.join({ name: "publisher", topics: [features.topic], onError }, async () => undefined);
      await expect.poll(() => errors[0], { timeout: 10_000 }).toMatchObject(refused);
    });

    it("who has none is told so by code, in the log and in /readyz", async () => {
      const env = { ...userEnv("stranger"), PRESAGE_DATA_DIR: join(directory, "stranger") };
      const stranger = await startPresage({ args: ["run", "grouper"], cwd: directory, env, wait: false });
      await expect.poll(() => stranger.output(), { timeout: 20_000 }).toContain("BROKER_REFUSED");
      expect(stranger.output()).toContain("TOPIC_AUTHORIZATION_FAILED");
      const { ready, failing } = await stranger.ready();
      expect(ready).toBe(false);
      expect(failing["grouper.log"]).toContain("presage.alarms");
      await stranger.kill();
    }, 30_000);
  },
);
