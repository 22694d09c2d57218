import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openEmbedded } from "@presage/embedded";
import { openKafka } from "@presage/kafka";
import type { Broker } from "@presage/stream";
import {
  createAuthority,
  freePort,
  type Server,
  skipWithout,
  startHiveMq,
  startKafka,
  startMosquitto,
  startNats,
} from "@presage/testbed";
import type { IClientOptions } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CASES, type MatrixCase, matrixTable } from "./support/broker-matrix.ts";
import { countsIn, type Outcome, outcomeOf, startDevices } from "./support/fleet.ts";
import { neededFor, type PlantBroker, startPlantBroker } from "./support/plant-broker.ts";
import { type Presage, startPresage } from "./support/presage.ts";

const README = new URL("../../docs/brokers/README.md", import.meta.url);
const ROUNDS = 60;

/** QoS 2, so that a device's own decides. */
const SOURCES = "sources:\n  - { template: 'plant/{site}/{area}/{line}/{asset}/{sensor}', qos: 2 }\n";

it("docs/brokers/README.md has the table of what is tested here", () => {
  expect(readFileSync(README, "utf8")).toContain(matrixTable());
});

/** What has to hold, and what was counted, for whoever reads the tests' output. */
function judge(name: string, outcomes: readonly Outcome[]): void {
  const line = ({ version, qos, acknowledged, lost, repeated }: Outcome): string =>
    `MQTT ${version === 4 ? "3.1.1" : "5"} QoS ${qos}: ${acknowledged} acknowledged, ${lost} lost, ${repeated} repeated`;
  process.stdout.write(`${name}\n${outcomes.map((each) => `  ${line(each)}\n`).join("")}`);
  for (const each of outcomes) {
    if (each.qos === 0) expect({ ...each, repeated: 0 }).toEqual(each);
    else expect({ ...each, lost: 0 }).toEqual(each);
  }
}

describe.skipIf(skipWithout("kafka"))("the bridge to Kafka, from", () => {
  let kafka: Server;
  let directory: string;
  beforeAll(async () => {
    kafka = await startKafka();
    directory = mkdtempSync(join(tmpdir(), "presage-matrix-"));
    writeFileSync(join(directory, "presage.yaml"), SOURCES);
  });
  afterAll(async () => {
    await kafka?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  async function scenario(
    name: string,
    { versions, qos, killed }: MatrixCase,
    broker: Server,
    device: IClientOptions,
    bridge: Readonly<Record<string, string>>,
  ): Promise<void> {
    const prefix = `${name.replaceAll(" ", "-")}.`;
    const brokers = [`127.0.0.1:${kafka.port}`];
    const start = (): Promise<Presage> =>
      startPresage({
        args: ["run", "bridge"],
        cwd: directory,
        env: {
          PRESAGE_BROKER_KIND: "kafka",
          PRESAGE_BROKER_KAFKA_BROKERS: brokers.join(","),
          PRESAGE_BROKER_KAFKA_PREFIX: prefix,
          PRESAGE_BROKER_PARTITIONS: "2",
          ...bridge,
        },
      });
    const first = await start();
    const log: Broker = openKafka({ brokers, partitions: 2, prefix });
    const devices = await startDevices(device, { versions, qos });
    const lost = async (): Promise<number[]> => {
      const counts = await countsIn(log);
      return devices.ledgers
        .filter((l) => l.qos > 0)
        .flatMap((l) => [...l.acknowledged].filter((n) => !counts.has(n)));
    };
    const arrived = () => expect.poll(lost, { timeout: 30_000, interval: 200 }).toEqual([]);

    await devices.send(ROUNDS);
    await devices.settled();
    await arrived();
    const undisturbed = await countsIn(log);
    const outcomes = devices.ledgers.map((ledger) => outcomeOf(ledger, undisturbed));
    judge(`${name}, undisturbed`, outcomes);
    // Nothing was killed, so nothing came twice.
    expect(outcomes.map(({ repeated }) => repeated)).toEqual(outcomes.map(() => 0));

    let last = first;
    if (killed !== "") {
      const stopFlow = devices.flow();
      await delay(300);
      await first.kill();
      last = await start();
      if (killed === "bridge; broker at rest") {
        await stopFlow();
        await arrived();
      }
      await delay(300);
      await broker.kill();
      await broker.restart();
      await stopFlow();
      await devices.send(ROUNDS);
      await devices.settled();
      await arrived();
      const counts = await countsIn(log);
      judge(
        `${name}, bridge and broker killed`,
        devices.ledgers.map((ledger) => outcomeOf(ledger, counts)),
      );
    }
    devices.close();
    await last.stop();
    await log.close();
  }

  const PLAIN = {
    "mosquitto plain": startMosquitto,
    "hivemq plain": startHiveMq,
    "nats plain": startNats,
  };
  for (const [name, start] of Object.entries(PLAIN)) {
    const one = CASES[name as keyof typeof PLAIN];
    it.skipIf(skipWithout(one.broker))(
      name,
      async () => {
        const server: Server & { readonly mqttPort?: number } = await start();
        const port = server.mqttPort ?? server.port;
        const bridge = { PRESAGE_MQTT_URL: `mqtt://127.0.0.1:${port}` };
        await scenario(name, one, server, { host: "127.0.0.1", port }, bridge);
        await server.stop();
      },
      90_000,
    );
  }

  const READY = [
    ["mosquitto TLS", "password"],
    ["mosquitto mutual TLS", "certificate"],
    ["hivemq mutual TLS", "password"],
    ["nats mutual TLS", "password"],
  ] as const;
  describe.each(READY)("%s", (name, by) => {
    const one = CASES[name];
    const skipped = skipWithout(...neededFor(one.broker));
    let plant: PlantBroker;
    beforeAll(async () => {
      if (!skipped) plant = await startPlantBroker(one.broker);
    });
    afterAll(() => plant?.stop());

    it.skipIf(skipped)(
      "with its ready-made configuration",
      async () => {
        await scenario(name, one, plant.server, plant.client("press-7"), plant.bridge(by));
      },
      120_000,
    );
  });
});

describe("one process with the embedded broker,", () => {
  const KILLS = 3;

  async function scenario(
    name: string,
    { versions, qos, killed }: MatrixCase,
    files: Readonly<Record<string, string>>,
    device: IClientOptions & { readonly port: number },
  ): Promise<void> {
    const directory = mkdtempSync(join(tmpdir(), "presage-matrix-"));
    mkdirSync(join(directory, "tls"));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), text);
    const start = (): Promise<Presage> => startPresage({ args: ["up"], cwd: directory });
    let presage = await start();
    const devices = await startDevices(device, { versions, qos });
    await devices.send(ROUNDS);
    const stopFlow = devices.flow();
    for (let i = 0; killed !== "" && i < KILLS; i++) {
      await delay(300);
      await presage.kill();
      presage = await start();
    }
    await stopFlow();
    devices.close();
    await presage.stop();
    const log = await openEmbedded({ directory: join(directory, ".presage") });
    const counts = await countsIn(log);
    judge(
      name,
      devices.ledgers.map((ledger) => outcomeOf(ledger, counts)),
    );
    await log.close();
    rmSync(directory, { recursive: true });
  }

  it("plain", async () => {
    const port = await freePort();
    const yaml = `mqtt: { embedded: { port: ${port} } }\n`;
    await scenario(
      "embedded plain",
      CASES["embedded plain"],
      { "presage.yaml": yaml },
      { host: "127.0.0.1", port },
    );
  }, 60_000);

  it.skipIf(skipWithout("openssl"))(
    "with mutual TLS and a user for each device, killed thrice",
    async () => {
      const port = await freePort();
      const authority = createAuthority();
      const pem = (file: string): string => readFileSync(file, "utf8");
      const [server, press] = [authority.issue("server"), authority.issue("press-7")];
      const ca = pem(authority.ca);
      const yaml = `
mqtt:
  username: presage
  password: own
  embedded:
    port: ${port}
    tls: { cert: tls/server.pem, key: tls/server-key.pem, ca: tls/ca.pem }
    users:
      - { username: press-7, password: seven, publish: ["plant/+/+/+/{username}/+"] }
`;
      const files = {
        "presage.yaml": yaml,
        "tls/server.pem": pem(server.cert),
        "tls/server-key.pem": pem(server.key),
        "tls/ca.pem": ca,
      };
      const device = {
        protocol: "mqtts" as const,
        host: "127.0.0.1",
        port,
        ca,
        cert: pem(press.cert),
        key: pem(press.key),
        username: "press-7",
        password: "seven",
      };
      authority.remove();
      await scenario("embedded mutual TLS", CASES["embedded mutual TLS"], files, device);
    },
    90_000,
  );
});
