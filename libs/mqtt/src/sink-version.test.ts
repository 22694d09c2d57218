import { skipWithout, startMosquitto, type Server } from "@presage/testbed";
import mqtt, { type MqttClient } from "mqtt";
import { afterEach, describe, expect, it } from "vitest";
import { startEmbeddedBroker } from "./embedded-broker.ts";
import { until } from "./proxy.testkit.ts";
import type { Publication } from "./publication.ts";
import { openSink, type Sink } from "./sink.ts";

const trace = {
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  tracestate: "plant=line2",
};
const publication: Publication = { topic: "allowed", payload: "x", qos: 1, retain: false, trace };
const retry = { firstMs: 10, maxMs: 100, refusedMs: 60_000 };

describe("a sink that may speak MQTT 5", () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  function open(url: string, rest: Partial<Parameters<typeof openSink>[0]> = {}): Sink {
    const sink = openSink({ url, clientId: "sink", version: 5, retry, ...rest });
    closing.push(() => sink.close());
    return sink;
  }

  it("speaks 3.1.1 to a broker that knows no other, and leaves out the trace", async () => {
    const broker = await startEmbeddedBroker({ host: "127.0.0.1", port: 0 });
    closing.push(() => broker.close());
    const sink = open(broker.url);
    await sink.publish(publication);
    expect(sink.state).toMatchObject({ status: "connected", version: 4 });
  });

  describe.skipIf(skipWithout("mosquitto"))("with Mosquitto", () => {
    async function connect(server: Server): Promise<MqttClient> {
      const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${server.port}`, { protocolVersion: 5 });
      closing.push(() => client.endAsync());
      return client;
    }

    it("sends the trace along as user properties", async () => {
      const server = await startMosquitto();
      closing.push(() => server.stop());
      const client = await connect(server);
      const said: unknown[] = [];
      client.on("message", (_topic, _payload, packet) => said.push(packet.properties?.userProperties));
      await client.subscribeAsync("allowed");
      const sink = open(`mqtt://127.0.0.1:${server.port}`);
      await sink.publish(publication);
      await until("the message", () => said.length > 0);
      expect({ ...(said[0] as object) }).toEqual(trace);
    });

    it("goes on after a message that the broker will never take, and says so", async () => {
      const server = await startMosquitto({
        files: { acl: "topic write allowed\n" },
        config: ["allow_anonymous true", "acl_file acl"],
      });
      closing.push(() => server.stop());
      const refused: string[] = [];
      const sink = open(`mqtt://127.0.0.1:${server.port}`, {
        onRefused: ({ topic }, { code }) => refused.push(`${topic} ${code}`),
      });
      await sink.publish({ ...publication, topic: "forbidden" });
      await sink.publish(publication);
      expect(refused).toEqual(["forbidden MQTT_REFUSED"]);
      expect(sink.pending).toBe(0);
    });
  });
});
