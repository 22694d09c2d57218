import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openKafka } from "@presage/kafka";
import { freePort, skipWithout, startKafka, startMosquitto } from "@presage/testbed";
import { type Admin, Kafka } from "kafkajs";
import mqtt from "mqtt";
import { CLIENT_ID, type Contender, contenders, type Course } from "./bridge-contenders.ts";
import { perSecond, type Row, times } from "./table.ts";
import { usage } from "./usage.ts";

const COUNT = 100_000;
const RUNS = 3;
const PATIENCE_MS = 180_000;

/** About 1 KiB: a block of 112 samples. */
const payload = (i: number): string =>
  JSON.stringify({
    t: Date.now(),
    rate: 25_600,
    unit: "g",
    v: Array.from({ length: 112 }, (_, k) => Math.round(Math.sin(i + k) * 1e6) / 1e6),
  });

interface Result {
  /** Messages per second, from the first that is in the log. */
  readonly rate: number;
  /** Of the whole process, start included, seconds. */
  readonly cpu: number;
  readonly memory: number;
}

/** Queues messages of a thousand machines for a session that is away. */
async function queue(course: Course): Promise<void> {
  const url = `mqtt://${course.mqtt}`;
  const away = await mqtt.connectAsync(url, {
    clientId: CLIENT_ID,
    protocolVersion: 5,
    properties: { sessionExpiryInterval: 3_600 },
    clean: true,
  });
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
}

/** Messages in the topic since it was made. */
const messagesIn = async (admin: Admin, topic: string): Promise<number> =>
  (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0);

/** Lets the contender drain what is queued into Kafka, and looks at it from outside. */
async function drain(who: Contender, course: Course, admin: Admin): Promise<Result> {
  const before = await messagesIn(admin, course.topic);
  const [program = "", ...args] = who.command(course);
  const env = { ...process.env, ...who.env?.(course) };
  const child = spawn(program, args, { env, stdio: "ignore" });
  const gone = once(child, "exit");
  const deadline = performance.now() + PATIENCE_MS;
  let first: { readonly at: number; readonly done: number } | undefined;
  try {
    for (;;) {
      const done = (await messagesIn(admin, course.topic)) - before;
      const at = performance.now();
      if (done > 0) first ??= { at, done };
      if (first !== undefined && done >= COUNT)
        return { rate: (COUNT - first.done) / ((at - first.at) / 1e3), ...usage(child.pid ?? 0) };
      if (child.exitCode !== null || at > deadline)
        throw new Error(`${who.who} put ${done} of ${COUNT} messages into the log`);
      await delay(10);
    }
  } finally {
    child.kill();
    await gone;
  }
}

const median = (results: readonly Result[], pick: (result: Result) => number): number =>
  results.map(pick).toSorted((a, b) => a - b)[Math.floor(results.length / 2)] ?? NaN;

export async function benchBridge(): Promise<Row[]> {
  const what = `bridge, QoS 1, 1 KiB, acks=all, drain of ${COUNT.toLocaleString("en")}`;
  if (skipWithout("kafka", "mosquitto"))
    return [{ what, who: "Presage", figure: "needs Kafka and Mosquitto" }];
  const kafka = await startKafka();
  // No persistence to disk: the race is of the bridges, not of Mosquitto's disk.
  const mosquitto = await startMosquitto({ config: ["allow_anonymous true"], persistence: false });
  const directory = mkdtempSync(join(tmpdir(), "presage-bench-"));
  const course: Course = {
    mqtt: `127.0.0.1:${mosquitto.port}`,
    kafka: `127.0.0.1:${kafka.port}`,
    topic: "presage.samples",
    directory,
    httpPort: await freePort(),
  };
  const admin = new Kafka({ brokers: [course.kafka], logLevel: 1 }).admin();
  try {
    const log = openKafka({ brokers: [course.kafka], partitions: 8 });
    for (const topic of ["samples", "rejected"])
      await log.append(topic, [{ key: "", time: 0, value: new Uint8Array(0), partition: 0 }]);
    await log.close();
    await admin.connect();
    const { here, away } = contenders();
    const results = new Map<string, Result[]>();
    // One after the other, and that several times: the machine is not equally fast all the time.
    for (let run = 0; run < RUNS; run++)
      for (const each of here) {
        await queue(course);
        results.set(each.who, [...(results.get(each.who) ?? []), await drain(each, course, admin)]);
      }
    const ours = results.get("Presage") ?? [];
    const [rate, cpu] = [median(ours, (r) => r.rate), median(ours, (r) => r.cpu)];
    return [
      ...[...results].map(([who, all]) => ({
        what,
        who,
        figure: `${perSecond(
          median(all, (r) => r.rate),
          1,
        )}, ${median(all, (r) => r.cpu).toFixed(2)} CPU-s per 100k, ${median(all, (r) => r.memory).toFixed(0)} MiB`,
        ...(all !== ours && {
          ratio: `Presage ${times(
            rate,
            median(all, (r) => r.rate),
          )} the rate, ${times(
            cpu,
            median(all, (r) => r.cpu),
          )} the CPU`,
        }),
      })),
      ...away.map((program) => ({ what, who: program, figure: "left out: not on the PATH" })),
    ];
  } finally {
    await admin.disconnect();
    await kafka.stop();
    await mosquitto.stop();
    rmSync(directory, { recursive: true });
  }
}
