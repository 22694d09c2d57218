import { setMaxListeners } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { hasCode } from "@presage/contracts";
import { writeConstant } from "../support/constant-model.ts";
import { check } from "./checker/check.ts";
import { type Devices, startDevices } from "./devices.ts";
import type { Evidence, Violation } from "./evidence.ts";
import { faultOf } from "./faults.ts";
import { connectMes, readRetained } from "./mes.ts";
import type { Plant } from "./plant.ts";
import { planOf, type PlanOptions, type Step } from "./plan.ts";

export interface TortureOptions extends PlanOptions {
  readonly devices: number;
  /** Each device sends a message in so many milliseconds. */
  readonly everyMs: number;
  /** No further fault begins then; default: all that are planned. */
  readonly mostSeconds?: number;
  /** How long what is left may take once everything is healed. */
  readonly patienceSeconds: number;
  readonly say: (what: string) => void;
}

export interface Report {
  readonly steps: readonly Step[];
  readonly evidence: Evidence;
  readonly violations: readonly Violation[];
  /** Processes that ended by themselves, and why. */
  readonly ends: readonly string[];
  /** From the last fault to where nothing is wrong. */
  readonly settleSeconds: number;
}

/** A window and its grace, and what a heartbeat and the way through the services take. */
const WINDOW_MS = 2_500;
const CLOSE_MS = 6_000;

/** Two models between which the scorers are swapped; the second sees a failure everywhere. */
async function pushModels(plant: Plant): Promise<readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), "presage-model-"));
  for (const [version, logit] of [
    ["1.0.0", -3],
    ["2.0.0", 3],
  ] as const) {
    await writeConstant(join(directory, version), { name: "torture", version, logit });
    await plant.command("model", "push", join(directory, version));
  }
  rmSync(directory, { recursive: true });
  return ["torture@2.0.0", "torture@1.0.0"];
}

/** Until the checker finds nothing, or patience ends: devices send plain messages, which close the windows before. */
async function settle(
  plant: Plant,
  devices: Devices,
  observe: () => Promise<Evidence>,
  { patienceSeconds, say }: TortureOptions,
): Promise<Pick<Report, "evidence" | "violations">> {
  const end = Date.now() + patienceSeconds * 1e3;
  for (;;) {
    await plant.ready(Math.max(0, end - Date.now()));
    await devices.closing(WINDOW_MS);
    await delay(CLOSE_MS);
    const evidence = await observe().catch((error: unknown) => {
      // A leader may be elected at any time, and the log be out of reach for a moment.
      if (!hasCode(error, "BROKER_UNAVAILABLE") || Date.now() > end) throw error;
      say(`the log is out of reach: ${error.message}`);
      return undefined;
    });
    if (evidence === undefined) continue;
    const violations = check(evidence);
    const failing = Date.now() > end ? await plant.ready(0) : [];
    if (violations.length === 0 || Date.now() > end)
      return {
        evidence,
        violations: [
          ...violations,
          ...failing.map((why) => ({ rule: "not ready", what: why, seen: "after all faults" })),
        ],
      };
    say(`not settled yet: ${violations.length}, as ${violations[0]?.rule}: ${violations[0]?.what}`);
  }
}

/** Loads a plant while faults are done to it, and has the checker look at what came of it. */
export async function torture(plant: Plant, options: TortureOptions): Promise<Report> {
  const { seed, devices: count, everyMs, say } = options;
  const mes = await connectMes(plant.mqttUrl);
  const devices = startDevices(plant.mqttUrl, seed, count);
  const plan = planOf(plant.parts, options);
  const steps: Step[] = [];
  const models = options.only.includes("swap") ? await pushModels(plant) : [];
  const stop = new AbortController();
  // One listener of each device.
  setMaxListeners(0, stop.signal);
  const flow = devices.flow(everyMs, stop.signal);
  // Ending and starting takes time as well, of all services one after the other minutes.
  const enough = Date.now() + 1e3 * (options.mostSeconds ?? Infinity);
  try {
    for (const [i, step] of plan.entries()) {
      if (Date.now() > enough) break;
      steps.push(step);
      const part = plant.parts.find(({ name }) => name === step.part);
      if (part === undefined) throw new Error(`there is no ${step.part}`);
      say(`${i + 1}/${plan.length} ${step.fault} ${step.part} ${(step.ms / 1e3).toFixed(1)} s`);
      await faultOf(step.fault).run(part, step.ms, { plant, devices, models });
      await delay(step.restMs);
    }
    if (plan.length === 0) await delay(options.seconds * 1e3);
    say("healed; waiting for what is left");
    const healed = Date.now();
    await plant.ready(options.patienceSeconds * 1e3);
    stop.abort();
    await flow;
    // The embedded broker keeps sessions in memory only, and a killed Mosquitto may lack its last turn.
    const isComplete = plant.mode === "kafka" && steps.every(({ fault }) => fault !== "kill-mosquitto");
    const observe = async (): Promise<Evidence> => {
      const retained = await readRetained(plant.mqttUrl);
      return {
        sent: devices.sent,
        log: await plant.readLog(),
        heard: { events: mes.events, isComplete, retained },
      };
    };
    const settled = await settle(plant, devices, observe, options);
    return { steps, ...settled, ends: plant.ends, settleSeconds: (Date.now() - healed) / 1e3 };
  } finally {
    stop.abort();
    await Promise.all([mes.close(), devices.close()]);
  }
}
