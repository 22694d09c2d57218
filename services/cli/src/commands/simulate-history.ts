import { assetPath, type FailureMode } from "@presage/contracts";
import { OWN_FEEDBACK } from "@presage/mes";
import { compileTemplate, openSink } from "@presage/mqtt";
import { deviceConnection, loadConfig } from "@presage/service";
import { createMachine, createRandom, type Fault, type Machine, wearAt } from "@presage/simulator";
import { mqttAddress } from "../process/address.ts";
import { workAhead } from "../process/ahead.ts";
import { placeOf, WEARING_FAULTS } from "../process/demo.ts";
import { machineMessages } from "../process/machine-messages.ts";
import { progressBar } from "../process/progress.ts";
import type { SimulateOptions } from "./simulate.ts";

/** Apart from those of the demo; another history has others, a thousand further on. */
const SEED = 5_000;
const APART = 1_000;
const SITE = "history";

/** Wear of a machine that is not wearing out. */
const HEALTHY_WEAR = 0.02;

/** Lives differ from the one that is asked for by this factor at most. */
const SHORTEST = 0.5;
const LONGEST = 1.5;

/** What maintenance would call it. */
const modeOf = (fault: Fault): FailureMode => (fault === "distributed" ? "bearing-wear" : fault);

interface Past {
  readonly path: string;
  readonly machine: Machine;
  readonly fault: Fault | null;
  /** From new to its end, or of a healthy machine to now, milliseconds. */
  readonly lasts: number;
}

/**
 * Publishes the past of simulated machines as fast as it is acknowledged: all began at the same time, some failed since, and of those it is said
 * what failed and when.
 */
export async function simulateHistory({
  config: file,
  url,
  seed,
  ...options
}: SimulateOptions & { readonly seed: number }): Promise<void> {
  const { machines, wearing, every, life, fault } = options;
  const config = loadConfig({ env: process.env, file });
  const whole = life * LONGEST;
  const now = Date.now();
  const begin = now - whole;
  // Named after the moment, so that a history never meets an earlier one.
  const site = `${SITE}/${new Date(now).toISOString().slice(0, 19).replaceAll(":", "-")}`;
  const past = Array.from({ length: machines }, (_, i) =>
    pastOf(
      `${site}/${placeOf(i)}`,
      SEED + APART * seed + i,
      i < wearing ? (fault ?? faultOf(i)) : null,
      life,
    ),
  );
  const feedback = compileTemplate(OWN_FEEDBACK);
  const address = url ?? mqttAddress(config);
  const sink = openSink({
    ...deviceConnection(config, address),
    clientId: `${config.mqtt.clientId}-history-${process.pid}`,
    onState(state) {
      if (state.status === "disconnected") process.stderr.write(`${state.error.message}; trying again\n`);
    },
  });
  process.stderr.write(
    `${machines} machines over ${(whole / 3.6e6).toFixed(1)} h, of which ${wearing} fail, to replay/${site} at ${address}\n`,
  );
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  const ahead = workAhead();
  const blocks = Math.floor(whole / every);
  const bar = progressBar("history", blocks * machines);
  const running = new Set(past);

  /** A machine that failed stands still, and maintenance says why. */
  async function fail(each: Past): Promise<void> {
    running.delete(each);
    if (each.fault === null) return;
    const occurredAt = Math.round(begin + each.lasts);
    const said = { action: "confirmed", by: "simulator", mode: modeOf(each.fault), occurredAt };
    const topic = feedback.format({ ...assetPath(each.path) });
    await ahead.add(sink.publish({ topic, payload: JSON.stringify(said), qos: 1, retain: false }));
  }

  let done = 0;
  for (let block = 0; block < blocks && !stop.signal.aborted; block++)
    for (const [i, each] of past.entries()) {
      const { path, machine, fault: failing, lasts } = each;
      const age = block * every;
      bar.update(++done, path);
      if (!running.has(each)) continue;
      if (age >= lasts) {
        await fail(each);
        continue;
      }
      // Spread over the interval, as machines that know nothing of each other are.
      const t = Math.round(begin + age + (every * i) / machines);
      const wear = failing === null ? HEALTHY_WEAR : wearAt(machine, age / lasts);
      const moment = { prefix: "replay", path, machine, wear, block, t, since: begin } as const;
      for (const message of machineMessages(moment)) await ahead.add(sink.publish(message));
    }
  if (!stop.signal.aborted) for (const each of running) await fail(each);
  await ahead.drain();
  bar.end();
  await sink.close();
}

const faultOf = (i: number): Fault => WEARING_FAULTS[i % WEARING_FAULTS.length] ?? "outer-race";

function pastOf(path: string, seed: number, fault: Fault | null, life: number): Past {
  const machine = createMachine({ seed, ...(fault !== null && { fault }) });
  const lasts = life * (fault === null ? LONGEST : createRandom(seed).between(SHORTEST, LONGEST));
  return { path, machine, fault, lasts };
}
