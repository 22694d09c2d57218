import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuthority, freePort, skipWithout } from "@presage/testbed";
import mqtt from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Presage, startPresage } from "./support/presage.ts";

const PAGE = readFileSync(new URL("../../docs/brokers/embedded.md", import.meta.url), "utf8");

describe.skipIf(skipWithout("openssl"))("the example of docs/brokers/embedded.md", () => {
  let directory: string;
  let presage: Presage;
  let url: string;
  let press: mqtt.IClientOptions;
  let mes: mqtt.IClientOptions;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "presage-embedded-"));
    const port = await freePort();
    const example = /```yaml\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? "";
    const authority = createAuthority();
    const server = authority.issue("server");
    for (const folder of ["secrets", "tls"]) mkdirSync(join(directory, folder));
    const files = {
      "presage.yaml": example.replace("port: 8883", `port: ${port}`),
      "secrets/presage": "own\n",
      "secrets/gateway-4": "four\n",
      "secrets/mes": "mes\n",
      "tls/server.pem": readFileSync(server.cert, "utf8"),
      "tls/server-key.pem": readFileSync(server.key, "utf8"),
      "tls/plant-ca.pem": readFileSync(authority.ca, "utf8"),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    presage = await startPresage({ args: ["up"], cwd: directory });
    url = `mqtts://127.0.0.1:${port}`;
    const by = (name: string): mqtt.IClientOptions => {
      const { cert, key } = authority.issue(name);
      return { ca: readFileSync(authority.ca), cert: readFileSync(cert), key: readFileSync(key) };
    };
    press = by("press-7");
    mes = { ...by("mes"), username: "mes", password: "mes" };
    authority.remove();
  });
  afterAll(async () => {
    await presage?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("takes a device's messages by its certificate, and tells the MES", async () => {
    expect(presage.output()).toContain("devices publish to   mqtts://0.0.0.0:");
    const listener = await mqtt.connectAsync(url, mes);
    const status = new Promise<string>((resolve) =>
      listener.once("message", (_, payload) => resolve(payload.toString())),
    );
    await listener.subscribeAsync("mes/#", { qos: 1 });
    expect(JSON.parse(await status)).toMatchObject({ online: true });
    const device = await mqtt.connectAsync(url, press);
    await device.publishAsync("plant/site1/hall2/line3/press-7/temp", '{"v": 20, "unit": "Cel"}', { qos: 1 });
    await expect
      .poll(() => presage.metric("presage_bridge_appended_messages_total"), { timeout: 15_000 })
      .toBe(1);
    await device.endAsync();
    await listener.endAsync();
  });

  it("refuses that device another's topics, counts it and says so in the log", async () => {
    const device = await mqtt.connectAsync(url, { ...press, reconnectPeriod: 0 });
    const closed = new Promise<void>((resolve) => device.once("close", () => resolve()));
    void device
      .publishAsync("plant/site1/hall2/line3/press-8/temp", '{"v": 20}', { qos: 1 })
      .catch(() => undefined);
    await closed;
    expect(await presage.metric('presage_mqtt_broker_refusals_total{reason="publish"}')).toBe(1);
    expect(await presage.metric("presage_bridge_appended_messages_total")).toBe(1);
    expect(presage.output()).toContain("press-8");
    await device.endAsync(true);
  });
});
