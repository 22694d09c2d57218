import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { feedback, type ModelReference, predictions } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { openFolder } from "@presage/registry";
import { freePort } from "@presage/testbed";
import { pushConstant } from "./constant-model.ts";
import { pathOf, predictionAt, WINDOW, write } from "./plant-log.ts";
import { type Presage, startPresage } from "./presage.ts";

const HOUR = 3_600_000;
const ASSETS = 12;
const HOURS = 48;

export interface ModelsPlant {
  readonly directory: string;
  readonly live: ModelReference;
  readonly next: ModelReference;
  start(...args: readonly string[]): Promise<Presage>;
}

/**
 * A folder in which two days of a model were judged beside those of another, and what was found of the machines: of
 * three that failed the one that is live saw all, the other none.
 */
export async function writeModelsPlant(name = "constant", now = Date.now()): Promise<ModelsPlant> {
  const directory = mkdtempSync(join(tmpdir(), "presage-models-"));
  const registry = openFolder(join(directory, "registry"));
  const live = await pushConstant(registry, join(directory, "1"), { name, version: "1.0.0", logit: -2 });
  const next = await pushConstant(registry, join(directory, "2"), { name, version: "2.0.0", logit: -1 });
  const broker = await openEmbedded({ directory });
  const first = Math.floor(now / HOUR) * HOUR - HOURS * HOUR;
  const windows = Array.from({ length: HOURS * ASSETS }, (_, i) => {
    const [hour, asset] = [Math.floor(i / ASSETS), i % ASSETS];
    const fails = asset < 3 && hour > 36;
    const calm = 0.02 + ((i * 37) % 100) / 500;
    const shadow = { risk: fails ? 0.3 : calm * 0.8, horizonHours: 24, model: next };
    return predictionAt(pathOf(asset), first + hour * HOUR, fails ? 0.9 : calm, { model: live, shadow });
  });
  await write(broker, predictions, windows);
  const found = [0, 1, 2].map((asset) => {
    const at = first + HOURS * HOUR - 2 * WINDOW;
    const value = { action: "confirmed" as const, at, by: "jo", occurredAt: at, mode: "outer-race" as const };
    return { key: pathOf(asset), time: at, value };
  });
  await write(broker, feedback, found);
  await broker.close();
  return {
    directory,
    live,
    next,
    start: async (...args) =>
      startPresage({
        args: ["up", ...args],
        cwd: directory,
        env: {
          PRESAGE_DATA_DIR: directory,
          PRESAGE_MODEL_PATH: join(directory, "1"),
          PRESAGE_MQTT_PORT: String(await freePort()),
        },
      }),
  };
}
