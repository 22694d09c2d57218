import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { samples } from "@presage/contracts";
import { openKafka } from "@presage/kafka";
import type { Broker, Entry, Group } from "@presage/stream";
import { freePort, skipWithout, startKafka, startMosquitto } from "@presage/testbed";
import { perSecond, type Row } from "./table.ts";
import { usage } from "./usage.ts";

const MAIN = fileURLToPath(new URL("../../../services/cli/dist/main.js", import.meta.url));
const MACHINES = 250;
const BLOCKS = 20;
const WINDOW_MS = 10_000;
const RATE = 25_600;
const LENGTH = 2_560;
/** A service is done when its lag has been the same for so long. */
const STILL_MS = 5_000;

const SERVICES: readonly (Group & { readonly what: string })[] = [
  { name: "features", topics: ["samples"], what: "blocks" },
  { name: "scorer", topics: ["features"], what: "windows" },
  { name: "publisher", topics: ["predictions"], what: "predictions" },
];

/** Blocks of 2,560 samples, one a window: a shaft at 29 Hz and what a machine makes of noise. */
function blocks(): Entry[] {
  const start = Math.floor(Date.now() / WINDOW_MS - BLOCKS) * WINDOW_MS;
  return Array.from({ length: MACHINES * BLOCKS }, (_, i) => {
    const key = `site/area/line/m${i % MACHINES}`;
    const time = start + Math.floor(i / MACHINES) * WINDOW_MS;
    const values = Float32Array.from(
      { length: LENGTH },
      (_x, k) => 0.2 * Math.sin((2 * Math.PI * 29 * k) / RATE) + 0.05 * Math.sin(i + k * k),
    );
    const block = { sensor: "vib-x", quantity: "acceleration", unit: "g", rate: RATE, values } as const;
    const value = { ...block, received: time + LENGTH / 25.6, clockSkewed: false };
    return { key, time, value: samples.encode({ key, time, value }) };
  });
}

const lagOf = async (log: Broker, group: Group): Promise<number> =>
  [...(await log.lag(group)).values()].reduce((sum, lag) => sum + lag, 0);

/** Lets one service work off what is in the log. */
async function work(log: Broker, service: (typeof SERVICES)[number], env: NodeJS.ProcessEnv): Promise<Row> {
  const before = await lagOf(log, service);
  const child = spawn(process.execPath, [MAIN, "run", service.name], { env, stdio: "ignore" });
  const gone = once(child, "exit");
  let first: { readonly at: number; readonly lag: number } | undefined;
  let last = { lag: before, at: performance.now(), cpu: 0 };
  while (child.exitCode === null && (first === undefined || performance.now() - last.at < STILL_MS)) {
    await delay(50);
    const lag = await lagOf(log, service);
    if (lag === last.lag) continue;
    last = { lag, at: performance.now(), cpu: usage(child.pid ?? 0).cpu };
    first ??= last;
  }
  child.kill();
  await gone;
  const done = before - last.lag;
  const [timed, seconds] = [(first?.lag ?? before) - last.lag, (last.at - (first?.at ?? 0)) / 1e3];
  return {
    what: `${service.name} on Kafka, from the log`,
    who: "Presage",
    figure: `${done} ${service.what}, ${timed > 0 ? perSecond(timed, seconds) : "all at once"}`,
    ratio: `${((last.cpu / done) * 1e6).toFixed(0)} µs CPU each, start included`,
  };
}

/** Each service by itself: what there is to do is in the log before it starts. */
export async function benchKafka(): Promise<Row[]> {
  if (skipWithout("kafka", "mosquitto"))
    return [{ what: "services on Kafka", who: "Presage", figure: "needs Kafka and Mosquitto" }];
  const kafka = await startKafka();
  const mosquitto = await startMosquitto();
  const directory = mkdtempSync(join(tmpdir(), "presage-bench-"));
  const log = openKafka({ brokers: [`127.0.0.1:${kafka.port}`], partitions: 8 });
  try {
    const env = {
      ...process.env,
      PRESAGE_BROKER_KIND: "kafka",
      PRESAGE_BROKER_KAFKA_BROKERS: `127.0.0.1:${kafka.port}`,
      PRESAGE_MQTT_URL: `mqtt://127.0.0.1:${mosquitto.port}`,
      PRESAGE_HTTP_PORT: String(await freePort()),
      PRESAGE_DATA_DIR: directory,
      PRESAGE_LOG_LEVEL: "warn",
    };
    await log.append("samples", blocks());
    const rows: Row[] = [];
    for (const service of SERVICES) rows.push(await work(log, service, env));
    return rows;
  } finally {
    await log.close();
    await kafka.stop();
    await mosquitto.stop();
    rmSync(directory, { recursive: true });
  }
}
