import { setTimeout as delay } from "node:timers/promises";
import { deviceConnection, loadConfig } from "@presage/service";
import type { Fault } from "@presage/simulator";
import { startDemo } from "../process/demo.ts";
import { mqttAddress } from "../process/address.ts";

export interface SimulateOptions {
  readonly config?: string;
  readonly url?: string;
  readonly machines: number;
  /** Milliseconds. */
  readonly every: number;
  readonly wearing: number;
  /** Milliseconds. */
  readonly life: number;
  /** Of all machines that wear out; by default it varies. */
  readonly fault?: Fault;
}

/** Publishes simulated machines until interrupted. */
export async function simulate({ config: file, url, ...options }: SimulateOptions): Promise<void> {
  const config = loadConfig({ env: process.env, file });
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  const address = url ?? mqttAddress(config);
  const demo = startDemo({
    ...deviceConnection(config, address),
    ...options,
    clientId: `${config.mqtt.clientId}-simulate-${process.pid}`,
    onError: (error) => process.stderr.write(`cannot publish: ${String(error)}\n`),
  });
  const worn = demo.assets.slice(0, options.wearing);
  process.stdout.write(
    `${options.machines} machines publish to ${address}; wearing out: ${worn.join(", ") || "none"}\n`,
  );
  while (!stop.signal.aborted) await delay(60_000, undefined, { signal: stop.signal }).catch(() => undefined);
  await demo.close();
}
