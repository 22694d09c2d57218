/**
 * What one would write in an afternoon: MQTT.js to kafkajs, PUBACKs held back until Kafka has the batch.
 * `node bridge-plain.js MQTT_URL KAFKA TOPIC`.
 */
import { Kafka } from "kafkajs";
import mqtt from "mqtt";

const [url = "", kafka = "", topic = ""] = process.argv.slice(2);
const producer = new Kafka({ brokers: [kafka], logLevel: 1 }).producer({ allowAutoTopicCreation: false });
await producer.connect();
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
    await producer.send({ topic, acks: -1, messages: batch });
    for (const ack of acks) send(ack as { cmd: string });
  }
  busy = false;
}
client.on("message", (key, value) => {
  messages.push({ key, value });
  setImmediate(() => void flush());
});
client.on("connect", () => void client.subscribe("plant/#", { qos: 1 }));
