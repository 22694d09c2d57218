import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Feedback, failures, feedback, type Message, predictions } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { type EmbeddedBroker, openSource, type Source, startEmbeddedBroker } from "@presage/mqtt";
import {
  decodePayload,
  encodePresence,
  HostState,
  parseTopic,
  rebirthRequest,
  stateTopic,
} from "@presage/sparkplug";
import type { Broker } from "@presage/stream";
import { skipWithout, tahu } from "@presage/testbed";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type MesSide, startMesSide } from "./support/mes-side.ts";
import { failureAt, write } from "./support/plant-log.ts";

const ASSET = "site1/press/line2/motor7";
const DEVICE = "site1:press:line2:motor7";
const NODE = { group: "presage", node: "presage" };
const OPENED_AT = 1_700_000_000_000;

let directory: string;
let log: Broker;
let mqtt: EmbeddedBroker;
let side: MesSide | undefined;
let host: Source;
/** What a host application knows, by metric of the device, and what came, in order. */
let known: Map<string, unknown>;
let heard: {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  readonly retain: boolean;
}[];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "presage-edge-"));
  log = await openEmbedded({ directory, partitions: 1 });
  mqtt = await startEmbeddedBroker({ host: "127.0.0.1", port: 0 });
  known = new Map();
  heard = [];
  const state = new HostState({ reorderMs: 1_000, rebirthMs: 1_000 });
  host = openSource(
    { url: mqtt.url, clientId: "host", clean: true, subscriptions: [{ filter: "spBv1.0/#", qos: 1 }] },
    async (arrivals) => {
      for (const arrival of arrivals) {
        const topic = parseTopic(arrival.topic);
        if (topic === undefined || topic.verb === "NCMD" || topic.verb === "STATE") continue;
        heard.push(arrival);
        const said = state.hear(topic, arrival.payload, arrival.receivedAt);
        if (said.kind === "death" && said.device === undefined) known.clear();
        if (said.kind !== "values" || said.device !== DEVICE) continue;
        expect(said.unresolved).toEqual([]);
        for (const { name, value } of said.resolved) known.set(name, value);
      }
      await Promise.resolve();
    },
  );
  await expect.poll(() => host.state.status).toBe("connected");
});
afterEach(async () => {
  await side?.close();
  side = undefined;
  await host.close();
  await mqtt.close();
  await log.close();
  rmSync(directory, { recursive: true });
});

const start = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
  side = await startMesSide(log, mqtt.url, { PRESAGE_MES_SPARKPLUG_ENABLED: "true", ...env });
};
const stop = async (): Promise<void> => {
  await side?.close();
  side = undefined;
};
const verbs = (): string[] => heard.map(({ topic }) => topic.split("/")[2] ?? "");
const count = (verb: string): number => verbs().filter((each) => each === verb).length;

async function predict(risk: number, from: number): Promise<void> {
  const { example } = predictions;
  const value = { ...example.value, risk, start: from, end: from + 10_000 };
  await write(log, predictions, [{ ...example, key: ASSET, time: from + 10_000, value }]);
}
const fail = (revision: number, state: "opened" | "updated" | "closed"): Promise<void> =>
  write(log, failures, [failureAt(ASSET, OPENED_AT, { revision, state, updatedAt: OPENED_AT + revision })]);
const say = (action: Feedback["action"]): Promise<void> => {
  const message: Message<Feedback> = {
    key: ASSET,
    time: OPENED_AT,
    value: { action, by: "jo", at: OPENED_AT },
  };
  return write(log, feedback, [message]);
};

describe("Presage as an edge node of Sparkplug B", () => {
  it("is born with its assets as devices, and publishes what changes of them by alias", async () => {
    await start();
    await expect.poll(() => count("NBIRTH")).toBe(1);
    await predict(0.25, OPENED_AT);
    await expect.poll(() => known.get("risk")).toBe(0.25);
    await predict(0.5, OPENED_AT + 10_000);
    await fail(1, "opened");
    await expect.poll(() => [known.get("risk"), known.get("failure/state")]).toEqual([0.5, "opened"]);
    expect(Object.fromEntries(known)).toMatchObject({
      "window/end": BigInt(OPENED_AT + 20_000),
      "failure/revision": 1,
      "failure/event": `${failureAt(ASSET, OPENED_AT, {}).value.id}.1`,
      zone: predictions.example.value.zone,
      "remaining-life/p50": null,
    });
    expect(count("DBIRTH")).toBe(1);
    expect(heard.every(({ qos, retain }) => qos === 0 && !retain)).toBe(true);
    const data = heard.filter(({ topic }) => topic.includes("/DDATA/"));
    for (const { payload } of data)
      for (const metric of decodePayload(payload)?.metrics ?? [])
        expect([metric.name, metric.type]).toEqual([undefined, undefined]);
    await stop();
    await expect.poll(() => verbs().at(-1)).toBe("NDEATH");
  });

  it("is there beside a profile in JSON, or without one, as the profile says", async () => {
    const topics = new Set<string>();
    const mes = openSource(
      { url: mqtt.url, clientId: "mes", clean: true, subscriptions: [{ filter: "mes/#", qos: 1 }] },
      async (arrivals) => {
        for (const { topic } of arrivals) topics.add(topic.slice(topic.lastIndexOf("/") + 1));
        await Promise.resolve();
      },
    );
    await expect.poll(() => mes.state.status).toBe("connected");
    const profiles = [
      { PRESAGE_MES_SPARKPLUG_ENABLED: "", PRESAGE_MES_PROFILE: "sparkplug" },
      { PRESAGE_MES_PROFILE: "plain" },
    ];
    const told: string[][] = [];
    for (const [i, profile] of profiles.entries()) {
      await start(profile);
      await predict(0.25 * (i + 1), OPENED_AT + 10_000 * i);
      await expect.poll(() => known.get("risk")).toBe(0.25 * (i + 1));
      await stop();
      told.push([...topics].toSorted());
    }
    await mes.close();
    expect(told).toEqual([["pdm-status"], ["pdm-status", "risk"]]);
  });

  it("obeys a rebirth command", async () => {
    await start();
    await predict(0.25, OPENED_AT);
    await expect.poll(() => known.get("risk")).toBe(0.25);
    const [nbirths, dbirths] = [count("NBIRTH"), count("DBIRTH")];
    const { topic, payload } = rebirthRequest(NODE, Date.now());
    await host.publish({ topic, payload, qos: 0, retain: false });
    await expect.poll(() => [count("NBIRTH"), count("DBIRTH")]).toEqual([nbirths + 1, dbirths + 1]);
    expect(known.get("risk")).toBe(0.25);
  });

  it("knows its assets and their open failures after a restart, under the next number", async () => {
    await start();
    await predict(0.75, OPENED_AT);
    await fail(1, "opened");
    await expect.poll(() => [known.get("risk"), known.get("failure/state")]).toEqual([0.75, "opened"]);
    await stop();
    await expect.poll(() => known.size).toBe(0);
    await start();
    await expect.poll(() => [known.get("risk"), known.get("failure/state")]).toEqual([0.75, "opened"]);
    await stop();
    await start();
    await expect.poll(() => count("NBIRTH")).toBe(3);
    const numbers = heard.flatMap(({ topic, payload }) => {
      const bdSeq = decodePayload(payload)?.metrics.find(({ name }) => name === "bdSeq");
      return bdSeq === undefined ? [] : [[topic.split("/")[2], bdSeq.value("Int64")]];
    });
    expect(numbers).toEqual(
      [0n, 1n, 2n]
        .flatMap((bdSeq) => [
          ["NBIRTH", bdSeq],
          ["NDEATH", bdSeq],
        ])
        .slice(0, 5),
    );
    await fail(2, "closed");
    await expect.poll(() => known.get("failure/state")).toBe("closed");
  });

  it("takes a device away while its asset is out of service", async () => {
    await start();
    await predict(0.25, OPENED_AT);
    await expect.poll(() => count("DBIRTH")).toBe(1);
    await say("out-of-service");
    await expect.poll(() => count("DDEATH")).toBe(1);
    await stop();
    await start();
    await expect.poll(() => count("NBIRTH")).toBe(2);
    await say("in-service");
    await expect.poll(() => count("DBIRTH")).toBe(2);
    expect(known.get("risk")).toBe(0.25);
  });

  it("waits for its primary host, leaves when that goes offline, and does not believe an old message", async () => {
    const primary = (online: boolean, timestamp: number): Promise<void> =>
      host.publish({
        topic: stateTopic("mes"),
        payload: encodePresence({ online, timestamp }),
        qos: 1,
        retain: true,
      });
    await start({ PRESAGE_MES_SPARKPLUG_PRIMARY_HOST: "mes" });
    await predict(0.25, OPENED_AT);
    await primary(false, 1_000);
    expect(heard).toEqual([]);
    await primary(true, 2_000);
    await expect.poll(() => known.get("risk")).toBe(0.25);
    await primary(false, 1_999);
    await predict(0.5, OPENED_AT + 10_000);
    await expect.poll(() => known.get("risk")).toBe(0.5);
    expect(count("NDEATH")).toBe(0);
    await primary(false, 2_000);
    await expect.poll(() => count("NDEATH")).toBe(1);
    await predict(0.75, OPENED_AT + 20_000);
    await primary(true, 3_000);
    await expect.poll(() => known.get("risk")).toBe(0.75);
    expect(count("NBIRTH")).toBe(2);
  });

  it.skipIf(skipWithout("tahu"))("is understood by Eclipse Tahu", async () => {
    await start();
    await predict(0.25, OPENED_AT);
    await fail(1, "opened");
    await expect.poll(() => [known.get("risk"), known.get("failure/state")]).toEqual([0.25, "opened"]);
    const { topic, payload } = rebirthRequest(NODE, Date.now());
    await host.publish({ topic, payload, qos: 0, retain: false });
    await expect.poll(() => count("NBIRTH")).toBe(2);
    await stop();
    await expect.poll(() => verbs().at(-1)).toBe("NDEATH");
    const births = heard.filter(({ topic: on }) => !on.includes("/DDATA/"));
    const read = tahu(births.map((each) => each.payload)) as {
      holds: { metrics: { name: string; value: unknown }[] };
    }[];
    const values = (at: number): Record<string, unknown> =>
      Object.fromEntries(read.at(at)?.holds.metrics.map(({ name, value }) => [name, value]) ?? []);
    expect(values(-3)).toMatchObject({ bdSeq: "0", "Node Control/Rebirth": false });
    expect(values(-2)).toMatchObject({
      risk: 0.25,
      "window/end": String(OPENED_AT + 10_000),
      "failure/state": "opened",
      "remaining-life/p50": null,
    });
    expect(values(-1)).toEqual({ bdSeq: "0" });
  });
});
