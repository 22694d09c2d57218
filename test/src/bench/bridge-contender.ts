/** One contender of the bridge's race, in a process of its own: `node bridge-contender.js WHO MQTT_URL KAFKA COUNT`. */
import { startBridge } from "@presage/bridge";
import { openKafka } from "@presage/kafka";
import { createHealth, createLogger, createMetrics, loadConfig, type ServiceContext } from "@presage/service";
import { Kafka } from "kafkajs";
import mqtt from "mqtt";

const [who = "", url = "", kafka = "", total = "0"] = process.argv.slice(2);
const count = Number(total);

/** Reports when `count` messages are in the log. */
function counter(): (more: number) => void {
  let done = 0;
  let begin = 0;
  return (more) => {
    if (done === 0) begin = performance.now();
    done += more;
    if (done < count) return;
    const { user, system } = process.cpuUsage();
    const seconds = (performance.now() - begin) / 1e3;
    process.stdout.write(`${JSON.stringify({ seconds, cpu: (user + system) / 1e6 })}\n`, () =>
      process.exit(0),
    );
  };
}

function ours(): void {
  const config = loadConfig({ env: { PRESAGE_MQTT_URL: url, PRESAGE_MQTT_CLIENT_ID: "bench" } });
  const log = createLogger({ level: "warn", format: "json" }, "bench");
  const metrics = createMetrics();
  const context = { config, log, metrics, health: createHealth() } as unknown as ServiceContext;
  const add = counter();
  const appended = metrics.bridgeAppendedMessages;
  const counted = { inc: (more: number) => (appended.inc(more), add(more)) };
  Object.assign(context.metrics, { bridgeAppendedMessages: counted });
  startBridge(context, openKafka({ brokers: [kafka], partitions: 8 }), url);
}

/** What one would write in an afternoon: MQTT.js to kafkajs, PUBACKs held back until Kafka has the batch. */
async function plain(): Promise<void> {
  const producer = new Kafka({ brokers: [kafka], logLevel: 1 }).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const add = counter();
  const client = mqtt.connect(url, {
    clientId: "bench-bridge",
    clean: false,
    protocolVersion: 5,
    properties: { receiveMaximum: 1000, sessionExpiryInterval: 3600 },
  });
  const held: unknown[] = [];
  const internals = client as unknown as { _sendPacket(packet: { cmd: string }, done?: () => void): void };
  const send = internals._sendPacket.bind(client);
  internals._sendPacket = (packet, done) => {
    if (packet.cmd !== "puback") return send(packet, done);
    held.push(packet);
    done?.();
  };
  let messages: { key: string; value: Buffer }[] = [];
  let busy = false;
  async function flush(): Promise<void> {
    if (busy) return;
    busy = true;
    while (messages.length > 0) {
      const batch = messages;
      messages = [];
      const acks = held.splice(0, batch.length);
      await producer.send({ topic: "presage.samples", acks: -1, messages: batch });
      for (const ack of acks) send(ack as { cmd: string });
      add(batch.length);
    }
    busy = false;
  }
  client.on("message", (topic, value) => {
    messages.push({ key: topic, value });
    setImmediate(() => void flush());
  });
  client.on("connect", () => void client.subscribe("plant/#", { qos: 1 }));
}

if (who === "presage") ours();
else await plain();
