import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { skipWithout, startMosquitto } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Plant, startPlant } from "./support/plant.ts";

const MAIN = fileURLToPath(new URL("../../services/cli/dist/main.js", import.meta.url));

interface Report {
  readonly findings: readonly { check: string; level: string; says: string; advice?: string }[];
  readonly sources: readonly { name: string; numbered: number; lost: number; qos: readonly number[] }[];
}

/** Runs `presage` and gives its exit code and what it wrote. */
function run(
  cwd: string,
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN, ...args],
      { cwd, env: { PATH: process.env["PATH"], ...env } },
      (error, stdout) => resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout }),
    );
  });
}

describe("presage doctor", () => {
  let plant: Plant;
  const doctor = async () => {
    const env = {
      PRESAGE_MQTT_PORT: new URL(plant.url).port,
      PRESAGE_HTTP_PORT: String(plant.presage.httpPort),
    };
    const { code, stdout } = await run(plant.directory, env, "doctor", "--json");
    return { code, report: JSON.parse(stdout) as Report };
  };
  /** Fifty seconds of a machine that counts its messages, of which those that `isLost` never come. */
  const send = async (machine: string, qos: 0 | 1, isLost: (n: number) => boolean): Promise<void> => {
    const begin = Date.now() - 50_000;
    for (let seq = 0; seq < 250; seq++) {
      if (isLost(seq)) continue;
      const payload = JSON.stringify({ seq, t: begin + 200 * seq, v: seq % 7, unit: "A" });
      await plant.device.publishAsync(`plant/site1/press/line2/${machine}/current`, payload, { qos });
    }
  };
  const heard = (messages: number) =>
    expect
      .poll(
        async () => {
          const source = (await doctor()).report.sources.find(({ name }) => name === "plant");
          return (source?.numbered ?? 0) + (source?.lost ?? 0);
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(messages);

  beforeAll(async () => {
    plant = await startPlant();
  });
  afterAll(() => plant?.close());

  it("finds nothing wrong with a Presage that runs, beside it", async () => {
    await send("motor7", 1, () => false);
    await heard(150);
    const { code, report } = await doctor();
    expect(report.findings.filter(({ level }) => level === "wrong")).toEqual([]);
    expect(code).toBe(0);
    expect(report.findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        "configuration",
        "dataDir",
        "log",
        "mqtt",
        "registry",
        "console store",
        "running",
      ]),
    );
  });

  it("says that devices publish at QoS 0 and lose messages, and ends with 1", async () => {
    await send("motor8", 0, (seq) => seq % 10 === 5);
    await heard(350);
    const { code, report } = await doctor();
    const wrong = report.findings.find(({ check, level }) => check === "source plant" && level === "wrong");
    expect(code).toBe(1);
    expect(wrong?.says).toContain("messages are lost");
    expect(report.sources[0]?.qos[0]).toBeGreaterThan(0);
    expect(report.sources[0]?.lost).toBeGreaterThan(10);
  });
});

describe("presage doctor, of what is rejected", () => {
  it("says why and where, and ends with 1", async () => {
    const plant = await startPlant();
    try {
      for (let i = 0; i < 3; i++)
        await plant.device.publishAsync("plant/site1/press/line2/motor7/temp", "{nonsense", { qos: 1 });
      const env = { PRESAGE_MQTT_PORT: new URL(plant.url).port, PRESAGE_HTTP_PORT: "1" };
      const { code, stdout } = await run(plant.directory, env, "doctor");
      expect(code).toBe(1);
      expect(stdout).toMatch(/WRONG +rejected +3 messages, json-malformed: .*motor7\/temp/);
    } finally {
      await plant.close();
    }
  });
});

describe("presage doctor, elsewhere", () => {
  const directory = mkdtempSync(join(tmpdir(), "presage-doctor-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("says what is wrong with a configuration", async () => {
    writeFileSync(join(directory, "wrong.yaml"), "mqtt: { nonsense: 1 }\n");
    const { code, stdout } = await run(directory, {}, "doctor", "--config", "wrong.yaml");
    expect(code).toBe(1);
    expect(stdout).toMatch(/WRONG +configuration/);
  });

  it.skipIf(skipWithout("mosquitto"))("says what a broker of its own speaks and grants", async () => {
    const server = await startMosquitto({ config: ["allow_anonymous true", "max_qos 0"] });
    const env = { PRESAGE_MQTT_URL: `mqtt://${server.host}:${server.port}`, PRESAGE_HTTP_PORT: "1" };
    const { stdout } = await run(directory, env, "doctor");
    expect(stdout).toMatch(/speaks MQTT 5/);
    expect(stdout).toMatch(/plant\/# is asked for at QoS 1, and granted at 0 only/);
    await server.stop();
  });
});
