import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rejected } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FEW_WINDOWS, simulateFleet } from "./support/devices.ts";
import { readFeatures, readTopic, windowIds } from "./support/log.ts";
import { connectMes } from "./support/mes.ts";
import { type Plant, startPlant } from "./support/plant.ts";
import { startPresage } from "./support/presage.ts";

describe("the pipeline in one process", () => {
  const fleet = simulateFleet(4, 20);
  const [wearing = ""] = fleet.assets;
  let plant: Plant;

  beforeAll(async () => {
    plant = await startPlant(FEW_WINDOWS);
  });
  afterAll(() => plant?.close());

  it("turns what machines publish into a predicted failure of the one that wears out, and of no other", async () => {
    for (const { topic, payload } of fleet.messages)
      await plant.device.publishAsync(topic, payload, { qos: 1 });
    const scored = () => fleet.assets.map((asset) => plant.mes.risk(asset)?.data.start ?? 0);
    const last = fleet.windows.get(wearing)?.at(-1) ?? NaN;
    await expect.poll(scored, { timeout: 20_000 }).toEqual(fleet.assets.map(() => last));
    await expect.poll(() => plant.mes.events().length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(new Set(plant.mes.events().map((e) => e.subject))).toEqual(new Set([wearing]));
    expect(plant.mes.events()[0]?.data).toMatchObject({
      revision: 1,
      state: "opened",
      model: { name: "bearing-wear" },
    });
  });

  it("counts a failure's revisions up by one and gives each event an id of its own", () => {
    const events = plant.mes.events();
    expect(events.map((e) => e.data.revision)).toEqual(events.map((_, i) => i + 1));
    expect(new Set(events.map((e) => e.id)).size).toBe(events.length);
  });

  it("keeps the current state for an MES that connects late", async () => {
    const late = await connectMes(plant.url);
    const current = () =>
      late.received.filter((m) => m.retain && m.topic === `mes/${wearing}/predicted-failure`);
    await expect.poll(current).toHaveLength(1);
    const state = JSON.parse(current()[0]?.payload ?? "null") as unknown;
    expect(state).toEqual(plant.mes.events().at(-1));
    const status = late.received.find((m) => m.topic === "mes/pdm-status");
    expect(JSON.parse(status?.payload ?? "null")).toMatchObject({ online: true });
    await late.close();
  });

  it("rejects what it cannot use with a code, and goes on", async () => {
    const topic = "plant/s/a/l/bad/vib-x";
    const bad: [string, string | Buffer, string][] = [
      [topic, "no json", "json-malformed"],
      [topic, '{"v":"71"}', "shape-invalid"],
      [topic, '{"v":NaN}', "json-malformed"],
      [topic, '{"v":1e999}', "value-not-finite"],
      [topic, "", "payload-empty"],
      [topic, Buffer.alloc(10_000_000, 32), "payload-too-large"],
      [topic, `{"rate":1,"unit":"g","v":[${"0,".repeat(999_999)}0]}`, "samples-too-many"],
      [topic, '{"v":1,"unit":"furlong"}', "unit-unknown"],
      [topic, '{"t":0,"v":1}', "time-implausible"],
      [topic, `{"t":${Date.UTC(2100, 0)},"v":1}`, "time-implausible"],
      ["plant/s/a/l/__proto__/vib-x", '{"v":1}', "name-invalid"],
      ["plant/s//l/bad/vib-x", '{"v":1}', "topic-unknown"],
      ["plant/s/a/l/bad/vib-x/more", '{"v":1}', "topic-unknown"],
    ];
    for (const [to, payload] of bad) await plant.device.publishAsync(to, payload, { qos: 1 });
    await plant.device.publishAsync(topic, '{"v":1}', { qos: 1 });
    for (const code of new Set(bad.map(([, , c]) => c))) {
      const expected = bad.filter(([, , c]) => c === code).length;
      const metric = `presage_bridge_rejected_messages_total{code="${code}"}`;
      await expect.poll(() => plant.presage.metric(metric)).toBe(expected);
    }
    expect(await plant.presage.ready()).toEqual({ ready: true, failing: {} });
  });

  it("closes on SIGTERM, also if it comes twice, and tells the MES that it is offline", async () => {
    process.kill(plant.presage.pid, "SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await plant.presage.stop()).toBe(0);
    const status = () => plant.mes.received.findLast((m) => m.topic === "mes/pdm-status")?.payload ?? "null";
    expect(JSON.parse(status())).toMatchObject({ online: false });
    const broker = await openEmbedded({ directory: join(plant.directory, ".presage") });
    const expected = [...fleet.windows]
      .flatMap(([asset, starts]) => starts.map((s) => `${asset}@${s}`))
      .toSorted();
    expect(windowIds(await readFeatures(broker)).filter((id) => id.startsWith("test/"))).toEqual(expected);
    const bytes = (await readTopic(broker, rejected)).find((m) => m.value.code === "json-malformed")?.value
      .bytes;
    expect(Buffer.from(bytes ?? "", "base64").toString()).toMatch(/no json|NaN/);
    await broker.close();
  });
});

describe("a configuration with mistakes", () => {
  it("is refused at the start, every mistake with file and line", async () => {
    const directory = mkdtempSync(join(tmpdir(), "presage-config-"));
    writeFileSync(
      join(directory, "presage.yaml"),
      "windows:\n  size: fast\nmqqt: {}\nbroker:\n  partitions: 0\n",
    );
    const presage = await startPresage({ args: ["up"], cwd: directory, env: {}, wait: false });
    await expect.poll(() => presage.output(), { timeout: 10_000 }).toMatch(/presage\.yaml:5:15/);
    expect(presage.output()).toMatch(/presage\.yaml:2:9 .*windows\.size/);
    expect(presage.output()).toMatch(/presage\.yaml:3:1 .*mqqt/);
    expect(await presage.exit()).toBe(1);
    rmSync(directory, { recursive: true });
  });
});
