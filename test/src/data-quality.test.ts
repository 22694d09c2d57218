import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Breach, breaches, type CloudEvent, type QualityDay, qualityDays } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { freePort } from "@presage/testbed";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTopic } from "./support/log.ts";
import { connectMes, type Mes } from "./support/mes.ts";
import { type Presage, startPresage } from "./support/presage.ts";

const MAIN = fileURLToPath(new URL("../../services/cli/dist/main.js", import.meta.url));
const ASSET = "site1/press/line2/motor7";
const DAY = 86_400_000;

/** Two minutes before midnight, UTC, two days ago: a day ends within the test, and nothing depends on when it runs. */
const BEGIN = Math.floor(Date.now() / DAY) * DAY - DAY - 120_000;

/** Seconds after the beginning, of event time, in which each sensor is at fault. */
const FAULTS = {
  silent: [20, 40],
  stuck: [20, 40],
  range: [20, 40],
} as const;

/** Without heartbeats: how long the test takes is no silence. */
const CONFIG = `
time: { heartbeat: 1h }
windows: { size: 1s, grace: 200ms, trend: 10m }
assets:
  - path: ${ASSET}
    sensors:
      silent: { every: 1s }
requirements:
  - { name: there, sensors: [silent], coverage: 0.9, owner: instruments@site1, for: 5s, clear: 10s }
  - { name: moving, sensors: [stuck], stuckTime: 5s, for: 5s, clear: 10s }
  - { name: sane, sensors: [range], range: [0, 100], for: 5s, clear: 10s }
`;

const isFaulty = (sensor: keyof typeof FAULTS, second: number): boolean =>
  second >= FAULTS[sensor][0] && second < FAULTS[sensor][1];

/** What the device sends of a second: every sensor once, numbered. */
function messagesOf(second: number): { topic: string; payload: string }[] {
  const t = BEGIN + 1000 * second + 500;
  const values = {
    silent: isFaulty("silent", second) ? undefined : 40 + (second % 7),
    stuck: isFaulty("stuck", second) ? 40 : 40 + (second % 7),
    range: isFaulty("range", second) ? 250 : 40 + (second % 7),
  };
  return Object.entries(values).flatMap(([sensor, v]) =>
    v === undefined
      ? []
      : [{ topic: `replay/${ASSET}/${sensor}`, payload: JSON.stringify({ seq: second, t, v, unit: "A" }) }],
  );
}

describe("sensors whose data is not what is required of it", () => {
  const directory = mkdtempSync(join(tmpdir(), "presage-quality-"));
  let url = "";
  let port = 0;
  let presage: Presage;
  let mes: Mes;
  let device: MqttClient;

  const start = (): Promise<Presage> =>
    startPresage({ args: ["up"], cwd: directory, env: { PRESAGE_MQTT_PORT: String(port) } });
  const events = (): CloudEvent<Breach>[] =>
    mes.received
      .filter(({ topic }) => topic === `mes/${ASSET}/data-quality/event`)
      .map(({ payload }) => JSON.parse(payload) as CloudEvent<Breach>);
  /** Each revision once: after a crash some come again, with the same id. */
  const story = (): string[] =>
    [...new Map(events().map((e) => [e.id, e.data])).values()]
      .map(({ sensor, kind, state }) => `${sensor} ${kind} ${state}`)
      .toSorted();
  const send = async (from: number, to: number): Promise<void> => {
    for (let second = from; second < to; second++)
      for (const { topic, payload } of messagesOf(second))
        await device.publishAsync(topic, payload, { qos: 1 });
  };
  const connect = async (): Promise<void> => {
    device = await mqtt.connectAsync(url, { clientId: "device", reconnectPeriod: 0 });
  };

  beforeAll(async () => {
    writeFileSync(join(directory, "presage.yaml"), CONFIG);
    port = await freePort();
    url = `mqtt://127.0.0.1:${port}`;
    presage = await start();
    mes = await connectMes(url);
    await connect();
  });
  afterAll(async () => {
    await device?.endAsync(true);
    await mes?.close();
    await presage?.kill();
    rmSync(directory, { recursive: true, force: true });
  });

  it("open a breach each, told to the MES once, with who looks after the sensor", async () => {
    await send(0, 36);
    await expect
      .poll(story, { timeout: 20_000 })
      .toEqual(["range range opened", "silent coverage opened", "stuck stuck opened"]);
    const silent = events().find((e) => e.data.sensor === "silent");
    expect(silent).toMatchObject({
      type: "io.presage.data-quality.v1",
      subject: ASSET,
      data: {
        requirement: "there",
        owner: "instruments@site1",
        since: BEGIN + 20_000,
        updatedAt: BEGIN + 25_000,
        worst: 0,
      },
    });
  });

  it("are all in the asset's retained state, for who connects late", async () => {
    const late = await connectMes(url);
    const state = () => late.received.find(({ topic }) => topic === `mes/${ASSET}/data-quality`);
    await expect.poll(state, { timeout: 10_000 }).toBeDefined();
    const { data } = JSON.parse(state()?.payload ?? "{}") as CloudEvent<Breach>;
    expect(data.open.map(({ sensor }) => sensor).toSorted()).toEqual(["range", "silent", "stuck"]);
    expect(late.received.filter(({ topic }) => topic.endsWith("/event"))).toEqual([]);
    await late.close();
  });

  it("close them once, though the process is killed meanwhile", async () => {
    await send(36, 45);
    await presage.kill();
    await device.endAsync(true);
    presage = await start();
    await connect();
    await send(45, 60);
    await expect
      .poll(story, { timeout: 20_000 })
      .toEqual([
        "range range closed",
        "range range opened",
        "silent coverage closed",
        "silent coverage opened",
        "stuck stuck closed",
        "stuck stuck opened",
      ]);
    await expect
      .poll(() => mes.received.findLast(({ topic }) => topic === `mes/${ASSET}/data-quality`)?.payload)
      .toBe("");
  });

  it("are in the report of the day, which adds up", async () => {
    await send(60, 125);
    // Metrics of the source follow the same windows.
    await expect
      .poll(() => presage.metric('presage_stage_lag_messages{stage="quality",topic="features"}'), {
        timeout: 20_000,
      })
      .toBe(0);
    expect(
      await presage.metric('presage_source_delivered_messages_total{source="replay",qos="1"}'),
    ).toBeGreaterThan(0);
    await presage.stop();
    const broker = await openEmbedded({ directory: join(directory, ".presage") });
    const [days, revisions] = [await readTopic(broker, qualityDays), await readTopic(broker, breaches)];
    await broker.close();
    expect(revisions).toHaveLength(6);
    expect(days).toHaveLength(1);
    const day = days[0]?.value as QualityDay;
    expect(day.start).toBe(Math.floor(BEGIN / DAY) * DAY);
    // 120 windows of a second each; the numbers say that 20 messages of the silent one never came.
    expect(day.sensors["silent"]).toMatchObject({
      source: "replay",
      windows: 120,
      silent: 20,
      messages: 100,
      lost: 20,
      coverage: Number((100 / 120).toFixed(4)),
      longestGap: 21_000,
      unmet: [{ requirement: "there", kind: "coverage", minutes: 0.3 }],
    });
    expect(day.sensors["stuck"]).toMatchObject({ windows: 120, silent: 0, messages: 120, lost: 0 });
    expect(day.sensors["stuck"]?.longestUnchanged).toBeGreaterThanOrEqual(19_000);
    expect(day.sensors["range"]).toMatchObject({
      unmet: [{ requirement: "sane", kind: "range", minutes: 0.3 }],
    });
  });

  it("are printed, a line for each sensor, with what is not met now", async () => {
    const print = (...args: string[]) =>
      promisify(execFile)(process.execPath, [MAIN, "quality", ...args], { cwd: directory });
    const day = new Date(BEGIN).toISOString().slice(0, 10);
    const { stdout } = await print();
    expect(stdout).toMatch(new RegExp(`^${day}, UTC\n`));
    expect(stdout).toMatch(new RegExp(`${ASSET}/silent +83.3 % +100 +20 .* there coverage 0.3 min\n`));
    const report = JSON.parse((await print("--json", "--day", day, "--asset", "motor7")).stdout) as {
      assets: { sensors: object }[];
      open: unknown[];
    };
    expect(Object.keys(report.assets[0]?.sensors ?? {}).toSorted()).toEqual(["range", "silent", "stuck"]);
    expect(report.open).toEqual([]);
    expect((await print("--day", "2001-01-01")).stdout).toContain("there is no report of that day");
    await expect(print("--day", "yesterday")).rejects.toMatchObject({ code: 1 });
  });
});
