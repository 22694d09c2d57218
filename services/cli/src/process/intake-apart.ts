import type { IntakeNews, IntakeSettings } from "@presage/console";
import type { RunningService } from "@presage/service";
import { type WayToLog, wayToLog } from "./broker.ts";
import { openThread } from "./thread.ts";

const WORKER = new URL("../../dist/process/intake-worker.js", import.meta.url);

/**
 * Takes in as `startIntake` does, in a thread of its own with a way to the log and the store of its own. Nobody waits until it has loaded:
 * whoever looks sees a moment later what the log says.
 */
export function intakeApart({ config, broker, tell }: IntakeSettings): Promise<RunningService> {
  const thread = openThread<WayToLog, IntakeNews>(WORKER);
  const started = thread.start(...wayToLog(config, broker), tell);
  return Promise.resolve({ ...thread, done: Promise.all([started, thread.done]).then(() => undefined) });
}
