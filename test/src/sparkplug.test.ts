import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Contract, type Message, rejected, samples } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { decodePresence } from "@presage/sparkplug";
import { freePort, type Server, skipWithout, startMosquitto } from "@presage/testbed";
import mqtt from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EdgeNode, startEdgeNode } from "./support/edge-node.ts";
import { type Presage, startPresage } from "./support/presage.ts";

const CONFIG = `
sources:
  - decoder: sparkplug
    sparkplug: { hostId: host-1, reorder: 200ms, rebirth: 500ms, asset: "site/{group}/{edge}/{device}" }
`;
const STATE = "spBv1.0/STATE/host-1";

describe.each(["the embedded broker", "mosquitto"])("Sparkplug B over %s", (name) => {
  const external = name === "mosquitto";
  const skipped = external && skipWithout("mosquitto");
  const edges: EdgeNode[] = [];
  let directory: string;
  let server: Server | undefined;
  let port: number;
  let presage: Presage;

  const start = (): Promise<Presage> =>
    startPresage({
      args: ["up"],
      cwd: directory,
      env: {
        ...(external
          ? { PRESAGE_MQTT_URL: `mqtt://127.0.0.1:${port}` }
          : { PRESAGE_MQTT_PORT: String(port) }),
        PRESAGE_BROKER_PARTITIONS: "2",
      },
    });
  const edge = (node: string, primaryHost?: string): EdgeNode => {
    const started = startEdgeNode(`mqtt://127.0.0.1:${port}`, { group: "hall", node }, primaryHost);
    edges.push(started);
    return started;
  };

  beforeAll(async () => {
    if (skipped) return;
    directory = mkdtempSync(join(tmpdir(), "presage-sparkplug-"));
    writeFileSync(join(directory, "presage.yaml"), CONFIG);
    server = external ? await startMosquitto() : undefined;
    port = server?.port ?? (await freePort());
    presage = await start();
  });
  afterAll(async () => {
    await Promise.all(edges.map((each) => each.close()));
    await presage?.kill();
    await server?.stop();
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
  });

  async function readAll<V>(contract: Contract<V>): Promise<Message<V>[]> {
    const log = await openEmbedded({ directory: join(directory, ".presage"), partitions: 2 });
    const messages: Message<V>[] = [];
    for (let partition = 0; partition < log.partitions; partition++)
      for (let from = 0; ;) {
        const page = await log.read(contract.topic, partition, from);
        const last = page.at(-1);
        if (last === undefined) break;
        from = last.offset + 1;
        const said = page.filter((entry) => entry.value.byteLength > 0);
        messages.push(...said.map((e) => contract.decode(e.key, e.time, e.value)));
      }
    await log.close();
    return messages;
  }
  /** Values of a device's sensor in the log. */
  const valuesOf = async (asset: string, sensor: string): Promise<number[]> =>
    (await readAll(samples)).flatMap(({ key, value }) =>
      key === asset && value.sensor === sensor ? [...value.values] : [],
    );
  const temperature = (value: number, timestamp = Date.now()) =>
    ({
      "Motor/Temperature": {
        type: "Double",
        value,
        timestamp,
        properties: { engUnit: { type: "String", value: "°C" } },
      },
    }) as const;

  it.skipIf(skipped)("brings what two edge nodes say by alias into the log, arrays as blocks", async () => {
    const [first, second] = [edge("first"), edge("second")];
    await expect.poll(() => [first.births, second.births].every((count) => count > 0)).toBe(true);
    await first.put("press", temperature(1));
    await second.put("press", temperature(101));
    for (const value of [2, 3]) await first.put("press", temperature(value));
    await first.put("press", {
      "vib-x": {
        type: "FloatArray",
        value: [0.5, -0.5, 0.25],
        properties: { engUnit: { type: "String", value: "g" }, rate: { type: "Double", value: 1_000 } },
      },
    });
    await expect.poll(() => valuesOf("site/hall/first/press", "vib-x")).toEqual([0.5, -0.5, 0.25]);
    expect(new Set(await valuesOf("site/hall/first/press", "Motor.Temperature"))).toEqual(new Set([1, 2, 3]));
    await expect.poll(() => valuesOf("site/hall/second/press", "Motor.Temperature")).toEqual([101]);
    expect(await presage.metric("presage_bridge_online_nodes")).toBe(2);
    expect(await readAll(rejected)).toEqual([]);
  });

  it.skipIf(skipped)("asks for births after a gap, and goes on", async () => {
    const [first] = edges;
    const before = first?.births ?? 0;
    first?.lose(2);
    for (const value of [4, 5, 6]) await first?.put("press", temperature(value));
    await expect.poll(() => first?.births).toBe(before + 1);
    await first?.put("press", temperature(7));
    await expect.poll(() => valuesOf("site/hall/first/press", "Motor.Temperature")).toContain(7);
    expect(await presage.metric("presage_bridge_rebirth_requests_total")).toBe(1);
    expect(await readAll(rejected)).toEqual([]);
  });

  it.skipIf(skipped)("says that it is online, again if somebody denies it", async () => {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`);
    const heard: (boolean | undefined)[] = [];
    client.on("message", (_topic, payload) => void heard.push(decodePresence(payload)?.online));
    await client.subscribeAsync(STATE, { qos: 1 });
    await expect.poll(() => heard).toEqual([true]);
    await client.publishAsync(STATE, '{"online":false,"timestamp":5}', { qos: 1, retain: true });
    await expect.poll(() => heard.slice(0, 3)).toEqual([true, false, true]);
    await client.endAsync();
  });

  it.skipIf(skipped)("notices the death of an edge node", async () => {
    await edges[1]?.close();
    await expect.poll(() => presage.metric("presage_bridge_online_nodes")).toBe(1);
  });

  it.skipIf(skipped)(
    "asks for births after it was killed, and loses nothing that a node stores for it",
    async () => {
      const [plain] = edges;
      const storing = edge("storing", "host-1");
      await expect.poll(() => storing.births).toBe(1);
      await storing.put("saw", temperature(0));
      await expect.poll(() => valuesOf("site/hall/storing/saw", "Motor.Temperature")).toContain(0);
      await presage.kill();
      // The broker tells them by the will, or is gone itself.
      await expect.poll(() => storing.online).toBe(false);
      const times = new Map<number, number>();
      for (let value = 1; value <= 50; value++) {
        const time = Date.now() - 3_600_000 + value * 1_000;
        times.set(value, time);
        await storing.put("saw", temperature(value, time));
      }
      const before = plain?.births ?? 0;
      presage = await start();
      await expect.poll(() => plain?.connected, { timeout: 20_000 }).toBe(true);
      await expect.poll(() => storing.births, { timeout: 20_000 }).toBeGreaterThan(1);
      await expect
        .poll(
          async () => {
            await plain?.put("press", temperature(Math.random()));
            return plain?.births;
          },
          { timeout: 20_000 },
        )
        .toBeGreaterThan(before);
      await plain?.put("press", temperature(99));
      await expect.poll(() => valuesOf("site/hall/first/press", "Motor.Temperature")).toContain(99);
      await expect
        .poll(async () => new Set(await valuesOf("site/hall/storing/saw", "Motor.Temperature")).size)
        .toBe(51);
      for (const { value } of await readAll(rejected)) expect(value.code).toBe("node-unborn");
      const stored = (await readAll(samples)).filter(
        ({ key, value }) => key.endsWith("saw") && value.values[0],
      );
      for (const { time, value } of stored) {
        const [number = NaN] = value.values;
        // The last one is the birth's value too, which is of now.
        if (number < 50)
          expect([number, time, value.clockSkewed]).toEqual([number, times.get(number), false]);
      }
    },
  );
});
