// Takes what the log says into the console's store, in a thread of its own: the pipeline waits for nobody who looks at it.
import { type IntakeNews, openDatabase, startIntake, storeOptions } from "@presage/console";
import { createLogger } from "@presage/service";
import { reachLog, type WayToLog } from "./broker.ts";
import { serveThread } from "./thread.ts";

serveThread<WayToLog, IntakeNews>(async (way, tell) => {
  const { config } = way;
  const broker = await reachLog(way);
  const db = await openDatabase(storeOptions(config));
  const intake = await startIntake({ config, log: createLogger(config.log, "presage"), db, broker, tell });
  return {
    async close() {
      await intake.close();
      await broker.close();
      await db.destroy();
    },
  };
});
