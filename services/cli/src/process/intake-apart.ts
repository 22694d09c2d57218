import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { IntakeNews, IntakeSettings } from "@presage/console";
import type { EmbeddedBroker } from "@presage/embedded";
import type { Config, RunningService } from "@presage/service";
import type { IntakeTask } from "./intake-worker.ts";

/** Compiled, wherever this file is run from: it is a thread of its own. */
const WORKER = new URL("../../dist/process/intake-worker.js", import.meta.url);

/**
 * Takes in as `startIntake` does, in a thread of its own with a way to the log and the store of its own.
 * @param embedded the log, if this process has it open
 */
export function intakeApart(embedded: EmbeddedBroker | undefined) {
  return async ({ config, tell }: IntakeSettings): Promise<RunningService> => {
    const log = embedded?.share();
    const task: IntakeTask = { config: { ...config, log: settled(config.log) }, log };
    const worker = new Worker(WORKER, {
      workerData: task,
      transferList: log === undefined ? [] : [log.port],
      execArgv: [],
    });
    worker.on("message", (news: IntakeNews) => tell(news));
    const ended = once(worker, "exit");
    return {
      // Rejects with what the thread could not go on from.
      done: ended.then(() => undefined),
      async close() {
        worker.postMessage("close");
        await ended;
      },
    };
  };
}

/** The thread cannot tell whether there is a terminal. */
const settled = ({ level, format }: Config["log"]): Config["log"] => ({
  level,
  format: format === "auto" ? (process.stdout.isTTY ? "text" : "json") : format,
});
