import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createMachine, vibration } from "@presage/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Plant, startPlant } from "./support/plant.ts";

const MAIN = fileURLToPath(new URL("../../services/cli/dist/main.js", import.meta.url));

const WINDOW_MS = 1_000;
const REPAIRED = "test/hall/line/repaired";
const OTHER = "test/hall/line/other";

describe("the baseline of an asset", () => {
  const begin = Math.floor((Date.now() - 600_000) / WINDOW_MS) * WINDOW_MS;
  const machines = [REPAIRED, OTHER].map((asset, i) => ({
    asset,
    machine: createMachine({ seed: 1_000 + i }),
  }));
  let sent = 0;
  let plant: Plant;

  beforeAll(async () => {
    plant = await startPlant({
      PRESAGE_WINDOWS_SIZE: "1s",
      PRESAGE_WINDOWS_GRACE: "100ms",
      PRESAGE_BASELINE_WINDOWS: "5",
    });
  });
  afterAll(() => plant?.close());

  /** Sends windows of both machines, and waits until the last is closed, by silence; what is said of it, by asset. */
  async function run(windows: number) {
    for (const end = sent + windows; sent < end; sent++)
      for (const { asset, machine } of machines) {
        const block = vibration(machine, { wear: 0.02 }, sent).subarray(0, 1_280);
        const v = Array.from(block, (x) => Math.round(x * 1e4) / 1e4);
        const payload = JSON.stringify({ t: begin + sent * WINDOW_MS, rate: machine.rate, unit: "g", v });
        // What comes on `replay/` is taken at its own time.
        await plant.device.publishAsync(`replay/${asset}/vib-x`, payload, { qos: 1 });
      }
    const last = begin + (sent - 1) * WINDOW_MS;
    const latest = () => machines.map(({ asset }) => plant.mes.risk(asset)?.data.start);
    await expect.poll(latest, { timeout: 10_000 }).toEqual([last, last]);
    return machines.map(({ asset }) => plant.mes.risk(asset)?.data);
  }

  it("is learned from its first windows, and then there is a risk", async () => {
    for (const prediction of await run(4)) {
      expect(prediction).toMatchObject({ risk: null, baseline: { version: 1, frozen: false, windows: 4 } });
      expect(prediction?.notScored).toBe("the baseline is being learned");
    }
    for (const prediction of await run(3)) {
      expect(prediction).toMatchObject({ baseline: { version: 1, frozen: true, windows: 5 } });
      expect(prediction?.risk).toEqual(expect.any(Number));
    }
  });

  it("is learned anew, as version 2, when `presage baseline reset` says that it is another machine now", async () => {
    const args = [
      MAIN,
      "baseline",
      "reset",
      REPAIRED,
      "--url",
      plant.url,
      "--by",
      "jo",
      "--comment",
      "new bearing",
      "--json",
    ];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: plant.directory });
    expect(JSON.parse(stdout)).toEqual({
      asset: REPAIRED,
      action: "reset-baseline",
      by: "jo",
      topic: `presage/${REPAIRED}/feedback`,
    });
    const [repaired, other] = await run(3);
    expect(repaired).toMatchObject({ risk: null, baseline: { version: 2, frozen: false, windows: 3 } });
    expect(other).toMatchObject({ baseline: { version: 1, frozen: true, windows: 5 } });
    expect(other?.risk).toEqual(expect.any(Number));
    const [learned] = await run(4);
    expect(learned).toMatchObject({ baseline: { version: 2, frozen: true, windows: 5 } });
    expect(learned?.risk).toEqual(expect.any(Number));
  });
});
