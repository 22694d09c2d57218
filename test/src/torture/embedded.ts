import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbedded } from "@presage/embedded";
import { freePort } from "@presage/testbed";
import { runCommand } from "./command.ts";
import { openDisk } from "./disk.ts";
import { readLog } from "./log-reader.ts";
import { PARTITIONS, type Plant, SETTINGS } from "./plant.ts";
import { Supervised } from "./process.ts";

const DISK_MIB = 200;

/** `presage up`: everything in one process, which has its own MQTT broker. */
export async function startEmbedded(): Promise<Plant> {
  const disk = openDisk(DISK_MIB);
  const cwd = mkdtempSync(join(tmpdir(), "presage-torture-"));
  // What its own broker hands over is not divided.
  writeFileSync(join(cwd, "presage.yaml"), SETTINGS.replaceAll(/,? ?shared: torture/g, ""));
  const mqttPort = String(await freePort());
  const dataDir = disk?.directory ?? join(cwd, "data");
  const env = {
    PRESAGE_MQTT_PORT: mqttPort,
    PRESAGE_DATA_DIR: dataDir,
    PRESAGE_BROKER_PARTITIONS: String(PARTITIONS),
    PRESAGE_MODEL_REGISTRY: join(cwd, "registry"),
  };
  const ends: string[] = [];
  const presage = new Supervised({
    name: "presage",
    args: ["up"],
    cwd,
    env,
    onEnd: (what) => void ends.push(what),
  });
  await presage.start();
  return {
    mode: "embedded",
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    ends,
    parts: [
      {
        name: "presage",
        kind: "service",
        kill: () => presage.kill(),
        end: () => presage.end(),
        start: (more) => presage.start(more),
        pause: () => presage.pause(),
        resume: () => presage.resume(),
        ...(disk && { disk }),
      },
    ],
    command: (...args) => runCommand(args, cwd, env),
    async ready(patienceMs) {
      return (await presage.ready(patienceMs)) ? [] : [`presage: ${await presage.failing()}`];
    },
    outputs: () => presage.output(),
    /** Only one process may have the file open. */
    async readLog() {
      await presage.end();
      const broker = await openEmbedded({ directory: dataDir, partitions: PARTITIONS });
      try {
        return await readLog(broker);
      } finally {
        await broker.close();
        await presage.start();
      }
    },
    async close() {
      await presage.close();
      disk?.close();
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}
