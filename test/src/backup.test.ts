import { execFile } from "node:child_process";
import { appendFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Failure, failures } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { openFolder } from "@presage/registry";
import { freePort } from "@presage/testbed";
import mqtt from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pushConstant } from "./support/constant-model.ts";
import { type DeviceMessage, FEW_WINDOWS, type Fleet, simulateFleet } from "./support/devices.ts";
import { readFeatures, readTopic, windowIds } from "./support/log.ts";
import { connectMes } from "./support/mes.ts";
import { type Presage, startPresage } from "./support/presage.ts";

const MAIN = fileURLToPath(new URL("../../services/cli/dist/main.js", import.meta.url));

describe("a backup", () => {
  const fleet: Fleet = simulateFleet(4, 24);
  let root: string;
  let port: string;
  let running: Presage;

  const run = (folder: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      const env = { PATH: process.env["PATH"], PRESAGE_DATA_DIR: join(root, folder) };
      execFile(process.execPath, [MAIN, ...args], { cwd: root, env }, (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), out, err }),
      );
    });
  const start = (folder: string): Promise<Presage> =>
    startPresage({
      args: ["up"],
      cwd: root,
      env: { PRESAGE_MQTT_PORT: port, PRESAGE_DATA_DIR: join(root, folder), ...FEW_WINDOWS },
    });
  async function publish(messages: readonly DeviceMessage[]): Promise<void> {
    const device = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { clientId: "device" });
    for (const { topic, payload } of messages) await device.publishAsync(topic, payload, { qos: 1 });
    await device.endAsync();
  }

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "presage-backup-"));
    port = String(await freePort());
    running = await start("first");
  });
  afterAll(async () => {
    await running.kill();
    await rm(root, { recursive: true });
  });

  it("is taken while messages come in, and holds log, console and models", async () => {
    const registry = openFolder(join(root, "first", "registry"));
    await pushConstant(registry, join(root, "package"), { version: "1.0.0", logit: 0 });
    expect(await run("first", "user", "add", "anna", "--role", "engineer")).toMatchObject({ code: 0 });
    const half = Math.floor(fleet.messages.length / 2);
    await publish(fleet.messages.slice(0, half));
    const rest = publish(fleet.messages.slice(half));
    const { code, out } = await run("first", "backup", join(root, "copy"), "--json");
    await rest;
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ folder: join(root, "copy") });
    const copied = await readdir(join(root, "copy"));
    expect(copied.toSorted()).toEqual(["backup.json", "console.db", "log.db", "registry"]);
  });

  it("is not put where Presage runs", async () => {
    const { code, err } = await run("first", "restore", join(root, "copy"), "--force");
    expect(code).toBe(1);
    expect(err).toContain("stop it first");
  });

  it("is what Presage goes on from: every window once, revisions without a gap, the MES up to date", async () => {
    await running.kill();
    expect(await run("second", "restore", join(root, "copy"))).toMatchObject({ code: 0 });
    running = await start("second");
    // As a device with a memory would, after it was told that nothing of the last while is there.
    await publish(fleet.messages);
    await expect
      .poll(() => running.metric('presage_stage_lag_messages{stage="publisher",topic="failures"}'), {
        timeout: 20_000,
      })
      .toBe(0);
    const mes = await connectMes(`mqtt://127.0.0.1:${port}`);
    await expect.poll(() => mes.received.length).toBeGreaterThan(0);
    const users = await run("second", "user", "list", "--json");
    expect(JSON.parse(users.out)).toMatchObject([{ name: "anna", role: "engineer" }]);
    expect((await run("second", "model", "list")).out).toContain("constant");
    await running.stop();

    const log = await openEmbedded({ directory: join(root, "second") });
    const written = await readTopic(log, failures);
    const last = (asset: string) => fleet.windows.get(asset)?.at(-1) ?? -Infinity;
    const windows = (await readFeatures(log)).filter(({ key, value }) => value.start <= last(key));
    await log.close();
    const expected = [...fleet.windows].flatMap(([asset, starts]) => starts.map((s) => `${asset}@${s}`));
    expect(windowIds(windows)).toEqual(expected.toSorted());
    const revisions = new Map<string, number[]>();
    for (const { value } of written)
      revisions.set(value.id, [...(revisions.get(value.id) ?? []), value.revision]);
    expect(revisions.size).toBeGreaterThan(0);
    for (const numbers of revisions.values()) expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    const states = new Map<string, Failure>(written.map(({ key, value }) => [key, value]));
    for (const [asset, { id, revision, state: stage }] of states) {
      const retained = mes.received.findLast((m) => m.topic === `mes/${asset}/predicted-failure`);
      if (stage === "closed") expect(retained?.payload ?? "").toBe("");
      else expect(JSON.parse(retained?.payload ?? "{}")).toMatchObject({ data: { id, revision } });
    }
    await mes.close().catch(() => undefined);
  }, 90_000);

  it("takes no folder that is not empty, and moves one aside if it is told to", async () => {
    expect(await run("second", "restore", join(root, "copy"))).toMatchObject({ code: 1 });
    expect(await run("second", "restore", join(root, "copy"), "--force")).toMatchObject({ code: 0 });
    const names = await readdir(join(root, "second"));
    for (const part of ["console.db", "log.db", "registry"])
      expect(names.some((name) => name.startsWith(`${part}.before-`))).toBe(true);
    expect(await run("first", "backup", join(root, "copy"))).toMatchObject({ code: 1 });
  });

  it("may be in the folder that it is put into", async () => {
    const inside = join(root, "second", "backups", "copy");
    expect(await run("second", "backup", inside)).toMatchObject({ code: 0 });
    expect(await run("second", "restore", inside, "--force")).toMatchObject({ code: 0 });
    expect(JSON.parse((await run("second", "user", "list", "--json")).out)).toMatchObject([{ name: "anna" }]);
  });

  it("is not mixed with a registry that is elsewhere", async () => {
    const registry = join(root, "elsewhere");
    await writeFile(join(root, "presage.yaml"), `model:\n  registry: ${registry}\n`);
    const place = openFolder(registry);
    await pushConstant(place, join(root, "package"), { version: "2.0.0", logit: 0 });
    expect(await run("fourth", "restore", join(root, "copy"))).toMatchObject({ code: 1 });
    expect(await run("fourth", "restore", join(root, "copy"), "--force")).toMatchObject({ code: 0 });
    expect((await place.list()).map(({ version }) => version)).toEqual(["1.0.0"]);
    await rm(join(root, "presage.yaml"));
  });

  it("is refused when a file of it is not what was written", async () => {
    await appendFile(join(root, "copy", "log.db"), "x");
    const { code, err } = await run("third", "restore", join(root, "copy"));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("BACKUP_DAMAGED") as string });
  });
});
