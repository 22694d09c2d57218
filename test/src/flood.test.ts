import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  alarms,
  type CloudEvent,
  failures,
  type FailureGroup,
  groups,
  type Message,
  toAlarm,
} from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { grouperStage } from "@presage/grouper";
import { runFoldStage } from "@presage/stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { simulateHeat } from "./support/heat.ts";
import { readTopic } from "./support/log.ts";
import { connectMes, type Mes } from "./support/mes.ts";
import { type Plant, startPlant } from "./support/plant.ts";

describe("a line whose machines all get too hot at once", () => {
  const LINE = "test/hall/press";
  const hot = Array.from({ length: 12 }, (_, i) => `${LINE}/machine${i}`);
  const elsewhere = ["test/hall/paint/machine0", "test/hall/paint/machine1"];
  // Limits alone decide, at the first window; a window within them closes.
  const env = {
    PRESAGE_DECISION_THRESHOLD: "1",
    PRESAGE_DECISION_CLEAR_THRESHOLD: "1",
    PRESAGE_DECISION_K: "1",
    PRESAGE_DECISION_N: "1",
    PRESAGE_DECISION_CLEAR_WINDOWS: "1",
    PRESAGE_DECISION_QUIET_TIME: "0s",
  };
  let plant: Plant;

  const groupEvents = (): CloudEvent<FailureGroup>[] =>
    plant.mes.received
      .filter((m) => m.topic === `mes/${LINE}/predicted-failure-group/event`)
      .map((m) => JSON.parse(m.payload) as CloudEvent<FailureGroup>);
  /** Topics of a name under which there is a current state, as far as a client has heard. */
  const current = (name: string, heard: Mes = plant.mes): string[] => {
    const last = new Map(heard.received.map((m) => [m.topic, m.payload]));
    return [...last].filter(([topic, payload]) => topic.endsWith(name) && payload !== "").map(([t]) => t);
  };

  beforeAll(async () => {
    plant = await startPlant(env);
  });
  afterAll(() => plant?.close());

  const { heat, calm } = simulateHeat([...hot, ...elsewhere]);
  const publish = async (messages: typeof heat): Promise<void> => {
    for (const { topic, payload } of messages) await plant.device.publishAsync(topic, payload, { qos: 1 });
  };

  it("is at most 5 events of single machines for the MES, and one group of all 12", async () => {
    await publish(heat);
    await expect.poll(() => groupEvents().at(-1)?.data.members.length, { timeout: 20_000 }).toBe(12);
    const events = groupEvents();
    expect(new Set(events.map((e) => e.data.id)).size).toBe(1);
    expect(events.map((e) => e.data.revision)).toEqual(events.map((_, i) => i + 1));
    expect(events[0]).toMatchObject({
      type: "io.presage.predicted-failure-group.v1",
      subject: LINE,
      data: { state: "opened", line: LINE },
    });
    expect(new Set(events.at(-1)?.data.members.map((m) => m.asset))).toEqual(new Set(hot));
    await expect.poll(() => plant.mes.events().length).toBe(5 + elsewhere.length);
    const singles = plant.mes.events().map((e) => e.subject);
    expect(singles.filter((asset) => asset.startsWith(`${LINE}/`))).toHaveLength(5);
    expect(singles).toEqual(expect.arrayContaining(elsewhere));
    expect(plant.presage.output()).toMatch(/flood updated +test\/hall\/press +12 machines, 12 open/);
  });

  it("keeps the state of each machine and of the group for an MES that connects late", async () => {
    const late = await connectMes(plant.url);
    const assets = [...hot, ...elsewhere].map((asset) => `mes/${asset}/predicted-failure`);
    await expect
      .poll(() => current("/predicted-failure", late).toSorted(), { timeout: 10_000 })
      .toEqual(assets.toSorted());
    await expect
      .poll(() => current("/predicted-failure-group", late))
      .toEqual([`mes/${LINE}/predicted-failure-group`]);
    expect(late.received.filter((m) => m.topic.endsWith("/event"))).toEqual([]);
    await late.close();
  });

  it("clears them all when the machines are cool again", async () => {
    await publish(calm);
    await expect.poll(() => groupEvents().at(-1)?.data.state, { timeout: 20_000 }).toBe("closed");
    await expect.poll(() => current("/predicted-failure"), { timeout: 20_000 }).toEqual([]);
    await expect.poll(() => current("/predicted-failure-group")).toEqual([]);
    const singles = plant.mes.events().filter((e) => e.subject.startsWith(`${LINE}/`));
    expect(singles).toHaveLength(5);
  });
});

describe("the grouper", () => {
  const stage = grouperStage({ members: 5, within: 600_000 });
  const BEGIN = 1_700_000_000_000;
  const messages = Array.from({ length: 36 }, (_, i) => {
    const key = `s/a/line${i % 2}/m${Math.floor(i / 2) % 12}`;
    const again = i >= 24;
    const value = {
      ...failures.example.value,
      id: key,
      revision: again ? 2 : 1,
      state: again ? ("closed" as const) : ("opened" as const),
      updatedAt: BEGIN + i * 1e3,
      openedAt: BEGIN + (again ? i - 24 : i) * 1e3,
    };
    return toAlarm({ key, time: value.updatedAt, value });
  });
  const entries = messages.map((m) => ({ key: m.key, time: m.time, value: alarms.encode(m) }));

  /** What each asset and line has in the log after the alarms were taken in so many parts, each by a grouper of its own. */
  async function inParts(parts: number): Promise<Message<unknown>[]> {
    const directory = mkdtempSync(join(tmpdir(), "presage-grouper-"));
    const size = entries.length / parts;
    for (let part = 0; part < parts; part++) {
      const broker = await openEmbedded({ directory });
      await broker.append(alarms.topic, entries.slice(part * size, (part + 1) * size));
      const membership = await runFoldStage(broker, stage);
      await expect
        .poll(() => readTopic(broker, failures).then((found) => found.length))
        .toBe((part + 1) * size);
      await membership.close();
      await broker.close();
    }
    const broker = await openEmbedded({ directory });
    const told = [...(await readTopic(broker, failures)), ...(await readTopic(broker, groups))];
    await broker.close();
    rmSync(directory, { recursive: true });
    return told.toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  }

  it("puts out the same, each once, however often it is restarted", async () => {
    const whole = await inParts(1);
    expect(whole.filter((m) => m.key === "s/a/line0")).toHaveLength(7 + 6);
    expect(await inParts(4)).toEqual(whole);
  });
});
