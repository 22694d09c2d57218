import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@presage/testbed";
import { type Presage, startPresage } from "../support/presage.ts";
import type { Row } from "./table.ts";
import { usage } from "./usage.ts";

const DEVICES = fileURLToPath(new URL("devices.js", import.meta.url));
/** A machine publishes its temperature with every block. */
const MESSAGES = 2;
/** Events by the time since their windows' close: so many took at most so long, seconds. */
async function latencies(presage: Presage): Promise<readonly (readonly [atMost: number, count: number])[]> {
  const text = await (await fetch(`http://127.0.0.1:${presage.httpPort}/metrics`)).text();
  const buckets = text.matchAll(/presage_window_to_event_seconds_bucket\{le="([^"]+)"\} (\d+)/g);
  return [...buckets].map(([, atMost, count]) => [Number(atMost), Number(count)] as const);
}

/** The least bucket that has the share of all that came between two looks. */
function quantile(
  share: number,
  before: Awaited<ReturnType<typeof latencies>>,
  after: Awaited<ReturnType<typeof latencies>>,
): string {
  const counts = after.map(([atMost, count], i) => [atMost, count - (before[i]?.[1] ?? 0)] as const);
  const all = counts.at(-1)?.[1] ?? 0;
  const found = counts.find(([, count]) => count >= all * share);
  return `≤ ${Number(found?.[0]) * 1e3} ms of ${all}`;
}

/** Everything in one process, fed over MQTT by another that plays machines. */
export async function benchPipeline(machines: number, every: number, seconds: number): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), "presage-bench-"));
  const port = String(await freePort());
  const begin = performance.now();
  const presage = await startPresage({ args: ["up"], cwd: directory, env: { PRESAGE_MQTT_PORT: port } });
  const start = performance.now() - begin;
  const url = `mqtt://127.0.0.1:${port}`;
  const devices = spawn(process.execPath, [DEVICES, url, String(machines), String(every)], {
    stdio: "ignore",
  });
  await delay(30_000); // what is seen for the first time costs more: it is made room for, and code is not compiled yet
  const taken = async () => Number(await presage.metric("presage_bridge_received_messages_total")) / MESSAGES;
  const [before, blocksBefore, early] = [usage(presage.pid), await taken(), await latencies(presage)];
  await delay(seconds * 1e3);
  const [after, blocksAfter] = [usage(presage.pid), await taken()];
  const lag = await presage.metric('presage_stage_lag_messages{stage="scorer",topic="features"}');
  const p99 = quantile(0.99, early, await latencies(presage));
  devices.kill();
  await presage.stop();
  rmSync(directory, { recursive: true });
  const what = `${machines.toLocaleString("en")} assets, a 2,560-sample block per ${every} s each`;
  const cores = (after.cpu - before.cpu) / seconds;
  const rate = (blocksAfter - blocksBefore) / seconds;
  return [
    { what: "start to ready", who: "Presage up", figure: `${Math.round(start)} ms` },
    {
      what,
      who: "Presage up",
      figure: `${(cores * 100).toFixed(0)} % of a core`,
      ratio: `${((cores / rate) * 1e6).toFixed(0)} µs a block`,
    },
    // The sender gives up what is not taken: a rate below the offered one says that this machine is at its limit.
    { what, who: "  blocks taken", figure: `${rate.toFixed(0)}/s`, ratio: `of ${machines / every} offered` },
    {
      what,
      who: "  memory",
      figure: `${Math.round(before.memory)} → ${Math.round(after.memory)} MiB`,
      ratio: `in ${seconds} s`,
    },
    { what, who: "  window close to MES, p99", figure: p99, ratio: `lag ${lag ?? "?"}` },
  ];
}
