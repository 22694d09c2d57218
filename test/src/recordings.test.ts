import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, sharedFolder } from "@presage/testbed";
import { describe, expect, it } from "vitest";
import { connectMes } from "./support/mes.ts";
import { startPresage } from "./support/presage.ts";

const MAIN = fileURLToPath(new URL("../../services/cli/dist/main.js", import.meta.url));
const shared = sharedFolder();
const presage = (...args: string[]): string =>
  execFileSync(process.execPath, [MAIN, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 2 ** 26,
  });

interface Expected {
  readonly file: string;
  readonly manifest: string;
  readonly snapshot: number;
  readonly axis: number;
  readonly features: Readonly<Record<string, number>>;
}

describe.skipIf(shared === undefined)("on real recordings", () => {
  it("presage features prints the reference's values to a relative 1e-5", () => {
    const folder = shared ?? "";
    const expected = JSON.parse(
      readFileSync(join(folder, "reference", "expected.json"), "utf8"),
    ) as Expected[];
    for (const manifest of new Set(expected.map((e) => e.manifest))) {
      const lines = presage("features", join(folder, manifest)).trim().split("\n");
      const rows = lines.map((line) => JSON.parse(line) as Pick<Expected, "snapshot" | "axis" | "features">);
      for (const { snapshot, axis, features } of expected.filter((e) => e.manifest === manifest)) {
        const found = rows.find((row) => row.snapshot === snapshot && row.axis === axis)?.features ?? {};
        for (const [name, value] of Object.entries(features))
          expect(
            Math.abs((found[name] ?? NaN) / value - 1),
            `${manifest} ${snapshot} ${axis} ${name}`,
          ).toBeLessThan(1e-5);
      }
    }
  });

  it("presage backtest writes a report and prints its summary", () => {
    const directory = mkdtempSync(join(tmpdir(), "presage-backtest-"));
    const folder = join(shared ?? "", "data", "femto");
    const summary = JSON.parse(
      presage("backtest", folder, "--only", "Bearing2_2", "--out", join(directory, "new"), "--json"),
    ) as object;
    expect(summary).toMatchObject({ recordings: 1, failed: 1, detected: 1, not_independent: ["Bearing2_2"] });
    const report = JSON.parse(readFileSync(join(directory, "new", "report.json"), "utf8")) as object;
    expect(report).toMatchObject({ assets: [{ asset: "Bearing2_2", failure_s: 7_960 }], summary });
    expect(readFileSync(join(directory, "new", "report.html"), "utf8")).toContain("Bearing2_2");
    rmSync(directory, { recursive: true });
  });

  it("presage replay brings a bearing's last hours to the MES as a predicted failure", async () => {
    const directory = mkdtempSync(join(tmpdir(), "presage-replay-"));
    const port = String(await freePort());
    const up = await startPresage({ args: ["up"], cwd: directory, env: { PRESAGE_MQTT_PORT: port } });
    const url = `mqtt://127.0.0.1:${port}`;
    const mes = await connectMes(url);
    const replay = [
      "replay",
      join(shared ?? "", "data", "femto"),
      "--only",
      "Bearing2_2",
      "--speed",
      "max",
      "--line",
      "run1",
      "--url",
      url,
    ];
    execFileSync(process.execPath, [MAIN, ...replay], { cwd: directory, stdio: "ignore" });
    await expect.poll(() => mes.risk("femto/bench/run1/Bearing2_2"), { timeout: 20_000 }).toBeDefined();
    await expect
      .poll(() => mes.events().map((e) => [e.subject, e.data.state]), { timeout: 20_000 })
      .toContainEqual(["femto/bench/run1/Bearing2_2", "opened"]);
    const blocks = await up.metric("presage_bridge_received_messages_total");
    expect(blocks).toBe(2 * 267); // snapshots of its manifest, on two axes; its temperature was not recorded
    await mes.close();
    await up.stop();
    rmSync(directory, { recursive: true });
  }, 60_000);
});
