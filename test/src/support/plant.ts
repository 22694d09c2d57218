import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@presage/testbed";
import mqtt, { type MqttClient } from "mqtt";
import { connectMes, type Mes } from "./mes.ts";
import { type Presage, startPresage } from "./presage.ts";

/** All of Presage in one process in a folder of its own, the MES that listens to it, and a device. */
export interface Plant {
  readonly directory: string;
  readonly url: string;
  readonly presage: Presage;
  readonly mes: Mes;
  readonly device: MqttClient;
  /** Ends all of it and removes the folder. */
  close(): Promise<void>;
}

/** Starts `presage up` on a free port, with settings from `env`. */
export async function startPlant(env: Readonly<Record<string, string>> = {}): Promise<Plant> {
  const directory = mkdtempSync(join(tmpdir(), "presage-plant-"));
  const port = await freePort();
  const url = `mqtt://127.0.0.1:${port}`;
  const settings = { PRESAGE_MQTT_PORT: String(port), ...env };
  const presage = await startPresage({ args: ["up"], cwd: directory, env: settings });
  const mes = await connectMes(url);
  const device = await mqtt.connectAsync(url, { clientId: "device", reconnectPeriod: 0 });
  return {
    directory,
    url,
    presage,
    mes,
    device,
    async close() {
      await device.endAsync();
      await mes.close();
      await presage.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
