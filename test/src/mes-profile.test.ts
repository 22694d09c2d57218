import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type Server, skipWithout, startMosquitto } from "@presage/testbed";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FEW_WINDOWS, simulateFleet } from "./support/devices.ts";
import { type Presage, startPresage } from "./support/presage.ts";

/** Machines speak through a gateway that has JSON of its own: several sensors in one message, times in ISO 8601. */
const CONFIG = `
sources:
  - template: gateway/{site}/{area}/{line}/{asset}
    maxClockSkew: 365d
    map: |
      readings.{ "sensor": tag, "t": $toMillis($$.at), "rate": hz, "unit": unit, "v": v }
`;

describe.skipIf(skipWithout("mosquitto"))("an MES with a broker and a form of its own", () => {
  const fleet = simulateFleet(2, 20);
  const [asset = ""] = fleet.assets;
  const received = new Map<string, string[]>();
  const directory = mkdtempSync(join(tmpdir(), "presage-profile-"));
  let server: Server;
  let mes: MqttClient;
  let device: MqttClient;
  let presage: Presage;
  const on = (topic: string): unknown[] =>
    (received.get(topic) ?? []).map((payload) => (payload === "" ? null : JSON.parse(payload)) as unknown);

  beforeAll(async () => {
    server = await startMosquitto();
    const port = await freePort();
    writeFileSync(join(directory, "presage.yaml"), CONFIG);
    const env = {
      ...FEW_WINDOWS,
      PRESAGE_MQTT_PORT: String(port),
      PRESAGE_MES_URL: `mqtt://127.0.0.1:${server.port}`,
      PRESAGE_MES_PROFILE: "omnimes",
    };
    presage = await startPresage({ args: ["up"], cwd: directory, env });
    mes = await mqtt.connectAsync(`mqtt://127.0.0.1:${server.port}`, { clientId: "mes" });
    mes.on("message", (topic, payload) => {
      received.set(topic, [...(received.get(topic) ?? []), payload.toString()]);
    });
    await mes.subscribeAsync("omnimes/#", { qos: 1 });
    device = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { clientId: "device" });
  });
  afterAll(async () => {
    await device?.endAsync();
    await mes?.endAsync();
    await presage?.kill();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("is told in its form of what a gateway said in the gateway's", async () => {
    for (const { topic, payload } of fleet.messages) {
      const { t, rate: hz, unit, v } = JSON.parse(payload) as Record<string, unknown>;
      const levels = topic.split("/");
      const tag = levels.pop();
      const body = { at: new Date(t as number).toISOString(), readings: [{ tag, hz, unit, v }] };
      await device.publishAsync(levels.join("/").replace("replay/", "gateway/"), JSON.stringify(body), {
        qos: 1,
      });
    }
    await expect
      .poll(() => on(`omnimes/${asset}/alert/event`).length, { timeout: 30_000 })
      .toBeGreaterThan(0);
    const [site, area, line, machine] = asset.split("/");
    expect(on(`omnimes/${asset}/alert/event`)[0]).toMatchObject({
      status: "opened",
      revision: 1,
      site,
      area,
      line,
      machine,
      probability: expect.any(Number),
    });
    expect(on("omnimes/presage/status").at(-1)).toMatchObject({ online: true });
    expect(await presage.metric("presage_bridge_rejected_messages_total")).toBeUndefined();
  });

  it("answers in its form on its broker, and hears that it was heard", async () => {
    const answer = { status: "order-created", user: "planner", orderNumber: "4711" };
    await mes.publishAsync(`omnimes/${asset}/alert/status`, JSON.stringify(answer), { qos: 1 });
    await expect
      .poll(() => on(`omnimes/${asset}/alert/status/event`))
      .toMatchObject([{ status: "order-created", user: "planner", orderNumber: "4711" }]);
  });

  it("may say what is no answer: it is left out and counted, not rejected", async () => {
    await mes.publishAsync(`omnimes/${asset}/alert/status`, '{"status":"printed"}', { qos: 1 });
    await expect.poll(() => presage.metric("presage_bridge_ignored_messages_total")).toBe(1);
  });

  it("is answered on the devices' broker as well by the commands of Presage", async () => {
    await device.publishAsync(`presage/${asset}/feedback`, '{"action":"confirmed","by":"jo"}', { qos: 1 });
    await expect
      .poll(() => on(`omnimes/${asset}/alert/status/event`).at(-1))
      .toMatchObject({ status: "failure-confirmed", user: "jo" });
  });
});
