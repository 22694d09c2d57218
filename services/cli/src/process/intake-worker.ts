// Takes what the log says into the console's store, in a thread of its own: the pipeline waits for nobody who looks at it.
import { parentPort, workerData } from "node:worker_threads";
import { type IntakeNews, openDatabase, startIntake, storeOptions } from "@presage/console";
import { connectEmbedded, type Shared } from "@presage/embedded";
import { type Config, createLogger } from "@presage/service";
import { openBroker } from "./broker.ts";

/** What the thread is given. */
export interface IntakeTask {
  readonly config: Config;
  /** The way to the log, if this process has it open. */
  readonly log: Shared | undefined;
}

const { config, log } = workerData as IntakeTask;
const broker = log === undefined ? await openBroker(config) : connectEmbedded(log);
const db = await openDatabase(storeOptions(config));
const intake = await startIntake({
  config,
  log: createLogger(config.log, "presage"),
  db,
  broker,
  tell: (news: IntakeNews) => parentPort?.postMessage(news),
});
// Whatever it is told: there is only one thing to tell it.
parentPort?.once("message", () => {
  void (async () => {
    await intake.close();
    await broker.close();
    await db.destroy();
    parentPort?.close();
  })();
});
