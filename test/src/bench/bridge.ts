import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openKafka } from "@presage/kafka";
import { skipWithout, startKafka, startMosquitto } from "@presage/testbed";
import mqtt from "mqtt";
import { perSecond, type Row, times } from "./table.ts";

const CONTENDER = fileURLToPath(new URL("bridge-contender.js", import.meta.url));
const COUNT = 100_000;

/** About 1 KiB: a block of 100 samples. */
const payload = (i: number): string =>
  JSON.stringify({
    t: Date.now(),
    rate: 25_600,
    unit: "g",
    v: Array.from({ length: 112 }, (_, k) => Math.round(Math.sin(i + k) * 1e6) / 1e6),
  });

interface Result {
  readonly seconds: number;
  readonly cpu: number;
}

/** Queues messages for a session that is away, then lets the contender drain them into Kafka. */
async function race(who: string, url: string, kafka: string): Promise<Result> {
  const session = {
    clientId: "bench-bridge",
    protocolVersion: 5 as const,
    properties: { sessionExpiryInterval: 3_600 },
  };
  const away = await mqtt.connectAsync(url, { ...session, clean: true });
  await away.subscribeAsync("plant/#", { qos: 1 });
  await away.endAsync();
  const device = await mqtt.connectAsync(url, { clientId: "bench-device" });
  const some = Array.from({ length: 100 }, (_, i) => payload(i));
  for (let i = 0; i < COUNT; i += 500)
    await Promise.all(
      Array.from({ length: 500 }, (_, k) =>
        device.publishAsync(`plant/s/a/l/m${(i + k) % 1_000}/vib-x`, some[k % 100] ?? "", { qos: 1 }),
      ),
    );
  await device.endAsync();
  const output = execFileSync(process.execPath, [CONTENDER, who, url, kafka, String(COUNT)], {
    encoding: "utf8",
    timeout: 180_000,
  });
  return JSON.parse(output.trim().split("\n").at(-1) ?? "{}") as Result;
}

export async function benchBridge(): Promise<Row[]> {
  const what = `bridge, QoS 1, 1 KiB, acks=all, drain of ${COUNT.toLocaleString("en")}`;
  if (skipWithout("kafka", "mosquitto"))
    return [{ what, who: "Presage", figure: "needs Kafka and Mosquitto" }];
  const kafka = await startKafka();
  // No persistence to disk: the race is of the bridges, not of Mosquitto's disk.
  const mosquitto = await startMosquitto({ config: ["allow_anonymous true"], persistence: false });
  try {
    const url = `mqtt://127.0.0.1:${mosquitto.port}`;
    const brokers = `127.0.0.1:${kafka.port}`;
    const log = openKafka({ brokers: [brokers], partitions: 8 });
    for (const topic of ["samples", "rejected"])
      await log.append(topic, [{ key: "", time: 0, value: new Uint8Array(0), partition: 0 }]);
    await log.close();
    const plain = await race("plain", url, brokers);
    const ours = await race("presage", url, brokers);
    const cpu = ({ cpu: seconds }: Result): string =>
      `${((seconds / COUNT) * 1e5).toFixed(1)} CPU-s per 100k`;
    return [
      {
        what,
        who: "Presage",
        figure: `${perSecond(COUNT, ours.seconds)}, ${cpu(ours)}`,
        ratio: times(plain.seconds, ours.seconds),
      },
      { what, who: "MQTT.js to kafkajs", figure: `${perSecond(COUNT, plain.seconds)}, ${cpu(plain)}` },
    ];
  } finally {
    await kafka.stop();
    await mosquitto.stop();
  }
}
