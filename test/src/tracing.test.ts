import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Server, skipWithout, startKafka, startMosquitto } from "@presage/testbed";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFailed } from "vitest";
import { type OtlpReceiver, pathOf, type Span, startOtlpReceiver } from "./support/otlp.ts";
import { type Presage, startPresage } from "./support/presage.ts";
import { until } from "./support/until.ts";

const ASSET = "site1/press/line2/motor7";
const EVENTS = `mes/${ASSET}/predicted-failure/event`;

/** Windows of a second, so that a few messages make several. */
const CONFIG = "windows: { size: 1s, grace: 100ms }\n";

interface Event {
  readonly topic: string;
  /** Of the user property, and of the JSON. */
  readonly property: string | undefined;
  readonly member: string | undefined;
}

const hex = (bytes: number): string => randomBytes(bytes).toString("hex");

/** An overheated machine: after some windows a limit opens a failure, whatever the model knows. */
async function overheat(device: MqttClient, traced: boolean): Promise<readonly string[]> {
  const begin = Date.now() - 20_000;
  const spanIds: string[] = [];
  for (let i = 0; i < 15; i++) {
    const spanId = hex(8);
    spanIds.push(spanId);
    await device.publishAsync(
      `plant/${ASSET}/temperature`,
      JSON.stringify({ t: begin + i * 1_000, v: 200, unit: "Cel" }),
      {
        qos: 1,
        ...(traced && {
          properties: {
            userProperties: { traceparent: `00-${hex(16)}-${spanId}-01`, tracestate: "plant=line2" },
          },
        }),
      },
    );
  }
  return spanIds;
}

describe("a trace", () => {
  let otlp: OtlpReceiver;
  let directory: string;
  const running: Presage[] = [];
  const clients: MqttClient[] = [];
  beforeEach(async () => {
    otlp = await startOtlpReceiver();
    directory = mkdtempSync(join(tmpdir(), "presage-tracing-"));
    writeFileSync(join(directory, "presage.yaml"), CONFIG);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.end(true);
    await Promise.all(running.splice(0).map((presage) => presage.stop()));
    await otlp.close();
    rmSync(directory, { recursive: true });
  });

  async function start(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Presage> {
    const presage = await startPresage({
      args,
      cwd: directory,
      env: {
        PRESAGE_DATA_DIR: directory,
        PRESAGE_CONFIG: join(directory, "presage.yaml"),
        PRESAGE_TRACING_ENDPOINT: otlp.url,
        OTEL_BSP_SCHEDULE_DELAY: "100",
        ...env,
      },
    });
    running.push(presage);
    onTestFailed(() => void process.stderr.write(presage.output()));
    return presage;
  }

  async function connect(url: string, protocolVersion: 4 | 5): Promise<MqttClient> {
    const client = await mqtt.connectAsync(url, { protocolVersion });
    clients.push(client);
    return client;
  }

  /** Events of the failure, as the MES hears them. */
  async function listen(client: MqttClient): Promise<readonly Event[]> {
    const events: Event[] = [];
    client.on("message", (topic, payload, { properties }) => {
      const { traceparent: member } = JSON.parse(payload.toString()) as { traceparent?: string };
      const property = properties?.userProperties?.["traceparent"];
      events.push({ topic, property: typeof property === "string" ? property : undefined, member });
    });
    await client.subscribeAsync(EVENTS, { qos: 1 });
    return events;
  }

  /** The spans on the way to the first event, once the receiver has the last of them. */
  async function wayTo(events: readonly Event[]): Promise<readonly Span[]> {
    await until("an event for the MES", () => Promise.resolve(events.length > 0));
    const [, traceId, spanId = ""] = (events[0]?.member ?? "").split("-");
    const way = (): readonly Span[] => pathOf(otlp.spans, spanId);
    await until("five spans", () => Promise.resolve(way().length >= 5));
    expect(new Set(way().map((span) => span.traceId))).toEqual(new Set([traceId]));
    return way();
  }

  const STEPS = ["bridge", "features", "scorer", "grouper", "publisher"];

  describe.skipIf(skipWithout("mosquitto"))("over Mosquitto", () => {
    let server: Server;
    let url: string;
    beforeAll(async () => {
      server = await startMosquitto();
      url = `mqtt://127.0.0.1:${server.port}`;
    });
    afterAll(() => server?.stop());

    it.skipIf(skipWithout("kafka"))(
      "goes from the device through five processes and Kafka to the event that the MES hears",
      async () => {
        const kafka = await startKafka();
        const env = {
          PRESAGE_BROKER_KIND: "kafka",
          PRESAGE_BROKER_PARTITIONS: "2",
          PRESAGE_BROKER_KAFKA_BROKERS: `127.0.0.1:${kafka.port}`,
          PRESAGE_MQTT_URL: url,
        };
        await Promise.all(STEPS.map((step) => start(["run", step], env)));
        const events = await listen(await connect(url, 5));
        const sent = await overheat(await connect(url, 5), true);
        const way = await wayTo(events);
        expect(way.map(({ service, name }) => [service, name])).toEqual(
          STEPS.map((step) => [`presage-${step}`, step]),
        );
        expect(sent).toContain(way[0]?.parentSpanId);
        expect(events[0]?.property).toBe(events[0]?.member);
        expect(way.every((span) => BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano))).toBe(
          true,
        );
        await Promise.all(running.splice(0).map((presage) => presage.stop()));
        await kafka.stop();
      },
      120_000,
    );

    it("goes the same way in one process", async () => {
      await start(["up"], { PRESAGE_MQTT_URL: url, PRESAGE_MQTT_CLIENT_ID: "one-process" });
      const events = await listen(await connect(url, 5));
      const sent = await overheat(await connect(url, 5), true);
      const way = await wayTo(events);
      expect(way.map(({ service, name }) => [service, name])).toEqual(STEPS.map((step) => ["presage", step]));
      expect(sent).toContain(way[0]?.parentSpanId);
      expect(events[0]?.property).toBe(events[0]?.member);
    }, 60_000);
  });

  it("begins at the bridge where devices, broker and MES speak MQTT 3.1.1", async () => {
    const port = "0";
    const presage = await start(["up"], { PRESAGE_MQTT_PORT: port, PRESAGE_TRACING_SAMPLE: "1" });
    const url = /mqtt:\/\/127\.0\.0\.1:\d+/.exec(presage.output())?.[0] ?? "";
    const events = await listen(await connect(url, 4));
    await overheat(await connect(url, 4), false);
    const way = await wayTo(events);
    expect(way.map(({ name }) => name)).toEqual(STEPS);
    expect(way[0]?.parentSpanId ?? "").toBe("");
    expect(events[0]?.property).toBeUndefined();
  }, 60_000);

  it("is not in what is told where nothing is traced", async () => {
    const presage = await start(["up"], { PRESAGE_MQTT_PORT: "0" });
    const url = /mqtt:\/\/127\.0\.0\.1:\d+/.exec(presage.output())?.[0] ?? "";
    const events = await listen(await connect(url, 4));
    await overheat(await connect(url, 4), false);
    await until("an event for the MES", () => Promise.resolve(events.length > 0));
    expect(events[0]).toEqual({ topic: EVENTS, property: undefined, member: undefined });
    await presage.stop();
    expect(otlp.spans).toEqual([]);
  }, 60_000);
});
