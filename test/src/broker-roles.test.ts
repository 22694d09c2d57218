import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { skipWithout } from "@presage/testbed";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  neededFor,
  PLANT_BROKERS,
  type PlantBroker,
  type Role,
  ROLES,
  startPlantBroker,
} from "./support/plant-broker.ts";

/** By topic, who may publish to it. All of docs/topics.md, and one that is nobody's. */
const WRITERS: Readonly<Record<string, Role | undefined>> = {
  "plant/s/a/l/press-7/vib-x": "press-7",
  "plant/s/a/l/press-8/vib-x": "press-8",
  "replay/s/a/l/press-7/vib-x": "engineer",
  "presage/s/a/l/press-7/feedback": "engineer",
  "mes/s/a/l/press-7/feedback": "mes",
  "mes/s/a/l/press-7/predicted-failure": "presage-publisher",
  "mes/s/a/l/press-7/predicted-failure/event": "presage-publisher",
  "mes/s/a/l/press-7/risk": "presage-publisher",
  "mes/s/a/l/press-7/data-quality": "presage-publisher",
  "mes/s/a/l/press-7/data-quality/event": "presage-publisher",
  "mes/s/a/l/press-7/feedback/event": "presage-publisher",
  "mes/s/a/l/press-7/work-request": "presage-publisher",
  "mes/s/a/l/predicted-failure-group": "presage-publisher",
  "mes/s/a/l/predicted-failure-group/event": "presage-publisher",
  "mes/pdm-status": "presage-publisher",
  "other/s": undefined,
};
const TOPICS = Object.keys(WRITERS);

const isFeedback = (topic: string): boolean => topic.endsWith("/feedback");
const READS: Readonly<Record<Role, (topic: string) => boolean>> = {
  "presage-bridge": (topic) => /^(plant|replay)\//.test(topic) || isFeedback(topic),
  mes: (topic) => topic.startsWith("mes/"),
  "press-7": () => false,
  "press-8": () => false,
  "presage-publisher": () => false,
  engineer: () => false,
};
/** What Presage and the MES subscribe to, and what one might try. */
const FILTERS = [
  "plant/#",
  "replay/#",
  "presage/+/+/+/+/feedback",
  "mes/+/+/+/+/feedback",
  "mes/#",
  "#",
  "+/#",
  "$SYS/#",
  "plant/s/a/l/press-8/vib-x",
  "other/s",
];

it("every topic that docs/topics.md has for the MES is tried here", () => {
  const page = readFileSync(new URL("../../docs/topics.md", import.meta.url), "utf8");
  const topics = [...page.slice(page.indexOf("## Out to the MES")).matchAll(/^\| `(?:…\/)?([^`]+)` \|/gm)];
  expect(topics.length).toBeGreaterThan(6);
  for (const [, name = ""] of topics) expect(TOPICS.filter((topic) => topic.endsWith(name))).not.toEqual([]);
});

describe.each(PLANT_BROKERS)("the ready-made configuration of %s", (name) => {
  const skipped = skipWithout(...neededFor(name));
  let broker: PlantBroker;
  const seen = new Map<Role, Set<string>>();

  beforeAll(async () => {
    if (!skipped) broker = await startPlantBroker(name);
  });
  afterAll(() => broker?.stop());

  const connect = (role: Role, options: mqtt.IClientOptions = {}): Promise<MqttClient> =>
    mqtt.connectAsync({ ...broker.client(role), reconnectPeriod: 0, ...options });

  it.skipIf(skipped)(
    "lets each role read and write what it must, and nothing else",
    async () => {
      const readers: MqttClient[] = [];
      for (const role of ROLES) {
        const topics = new Set<string>();
        seen.set(role, topics);
        for (const filter of FILTERS) {
          const client = await connect(role);
          client.on("message", (topic, payload) => void topics.add(`${payload.toString()} to ${topic}`));
          client.on("error", () => {});
          // Refused, or granted and filtered: what counts is what comes.
          await client.subscribeAsync(filter, { qos: 1 }).catch(() => undefined);
          readers.push(client);
        }
      }
      for (const role of ROLES)
        for (const topic of TOPICS) {
          const client = await connect(role);
          client.on("error", () => {});
          const closed = new Promise<void>((resolve) => client.once("close", () => resolve()));
          // Acknowledged and dropped, or disconnected: what counts is what arrives.
          const sent = client.publishAsync(topic, role, { qos: 1 }).catch(() => undefined);
          await Promise.race([sent, closed]);
          await client.endAsync(true);
        }
      const expected = (role: Role): string[] =>
        TOPICS.filter((topic) => WRITERS[topic] !== undefined && READS[role](topic)).map(
          (topic) => `${WRITERS[topic]} to ${topic}`,
        );
      const all = (): unknown => ROLES.map((role) => [role, [...(seen.get(role) ?? [])].toSorted()]);
      const right = ROLES.map((role) => [role, expected(role).toSorted()]);
      await expect.poll(all, { timeout: 10_000 }).toEqual(right);
      await delay(300);
      expect(all()).toEqual(right);
      await Promise.all(readers.map((client) => client.endAsync(true)));
    },
    60_000,
  );

  it.skipIf(skipped)("lets nobody in without TLS, a password or a certificate of the plant", async () => {
    const { ca, port } = broker.client("mes");
    const { cert: _cert, key: _key, ...uncertified } = broker.client("press-7");
    const tries: mqtt.IClientOptions[] = [
      { protocol: "mqtt", host: "127.0.0.1", port },
      { protocol: "mqtts", host: "127.0.0.1", port, ...(ca !== undefined && { ca }) },
      { ...broker.client("mes"), password: "guess" },
      uncertified,
    ];
    for (const options of tries) {
      const client = mqtt.connect({ ...options, reconnectPeriod: 0, connectTimeout: 5_000 });
      const outcome = await new Promise((resolve) => {
        client.once("connect", () => resolve("in"));
        client.once("close", () => resolve("out"));
        client.on("error", () => resolve("out"));
      });
      await client.endAsync(true);
      expect(outcome).toBe("out");
    }
  });
});
