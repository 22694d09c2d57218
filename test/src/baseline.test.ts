import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createMachine, vibration } from "@presage/simulator";
import { freePort } from "@presage/testbed";
import mqtt from "mqtt";
import { describe, expect, it } from "vitest";
import { connectMes } from "./support/mes.ts";
import { startPresage } from "./support/presage.ts";

const MAIN = fileURLToPath(new URL("../../services/cli/dist/main.js", import.meta.url));
const ASSET = "site/area/line/motor";

describe("presage baseline reset", () => {
  it("has an asset's baseline learned anew, under the next version", async () => {
    const directory = mkdtempSync(join(tmpdir(), "presage-baseline-"));
    const port = String(await freePort());
    const env = {
      PRESAGE_MQTT_PORT: port,
      PRESAGE_WINDOWS_SIZE: "200ms",
      PRESAGE_WINDOWS_GRACE: "50ms",
      PRESAGE_BASELINE_WINDOWS: "5",
    };
    const presage = await startPresage({ args: ["up"], cwd: directory, env });
    const url = `mqtt://127.0.0.1:${port}`;
    const mes = await connectMes(url);
    const device = await mqtt.connectAsync(url);
    const machine = createMachine({ seed: 1 });
    let block = 0;
    const timer = setInterval(() => {
      const v = Array.from(vibration(machine, { wear: 0.02 }, block++).subarray(0, 1_280));
      const payload = JSON.stringify({ t: Date.now(), rate: machine.rate, unit: "g", v });
      void device.publish(`plant/${ASSET}/vib-x`, payload, { qos: 1 });
    }, 200);
    const baseline = () => mes.risk(ASSET)?.data.baseline;
    await expect.poll(baseline, { timeout: 15_000 }).toMatchObject({ version: 1, frozen: true, windows: 5 });
    const said = execFileSync(
      process.execPath,
      [MAIN, "baseline", "reset", ASSET, "--by", "jo", "--comment", "new bearing", "--url", url, "--json"],
      { cwd: directory, encoding: "utf8" },
    );
    expect(JSON.parse(said)).toMatchObject({ asset: ASSET, action: "reset-baseline", by: "jo" });
    await expect.poll(baseline, { timeout: 5_000 }).toMatchObject({ version: 2, frozen: false });
    await expect.poll(baseline, { timeout: 15_000 }).toMatchObject({ version: 2, frozen: true });
    clearInterval(timer);
    await device.endAsync();
    await mes.close();
    await presage.stop();
    rmSync(directory, { recursive: true });
  }, 60_000);
});
