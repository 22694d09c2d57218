// Judges what the features stage has made, in a thread of its own: what is large, the samples and their way in, stays in the other.
import { startGrouper } from "@presage/grouper";
import { type Announcer, startPublisher } from "@presage/publisher";
import { startQuality } from "@presage/quality";
import { startScorer } from "@presage/scorer";
import { createLogger, openRelay, openTracing } from "@presage/service";
import { failureLine, groupLine } from "./announce.ts";
import { reachLog } from "./broker.ts";
import type { JudgingNews, JudgingTask } from "./judging-apart.ts";
import { SHIPPED } from "./model-path.ts";
import { serveThread } from "./thread.ts";

serveThread<JudgingTask, JudgingNews>(async ({ way, mqttUrl }, tell) => {
  const { config } = way;
  const broker = await reachLog(way);
  const log = createLogger(config.log, "presage");
  const relay = openRelay((notes) => tell({ notes }));
  const tracing = await openTracing(config, "presage", log);
  const { metrics, health } = relay;
  const context = { config, log, metrics, health, ...(tracing && { tracing }) };
  const announcer: Announcer = {
    failure: (message) => tell({ line: failureLine(message) }),
    group: (message) => tell({ line: groupLine(message) }),
  };
  const [scorer, grouper, quality, publisher] = await Promise.all([
    startScorer(context, broker, SHIPPED),
    startGrouper(context, broker),
    startQuality(context, broker),
    startPublisher(context, broker, mqttUrl, announcer),
  ]);
  // Who hears that this has started is to know what is not ready yet.
  relay.flush();
  return {
    done: Promise.all([scorer.done, grouper.done, quality.done, publisher.done]).then(() => undefined),
    async close() {
      await Promise.all([scorer.close(), grouper.close(), quality.close()]);
      await publisher.close();
      await broker.close();
      await tracing?.close();
      relay.close();
    },
  };
});
