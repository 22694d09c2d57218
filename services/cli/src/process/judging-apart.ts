import { type Notes, type RunningService, type ServiceContext, takeNotes } from "@presage/service";
import type { Broker } from "@presage/stream";
import { type WayToLog, wayToLog } from "./broker.ts";
import type { Thread } from "./thread.ts";

export interface JudgingTask {
  readonly way: WayToLog;
  /** The broker that the MES listens to, if no other is configured. */
  readonly mqttUrl: string;
}

/** Metrics and health, or a line for whoever looks at the terminal. */
export type JudgingNews = { readonly notes: Notes } | { readonly line: string };

/** Scores, groups, judges data quality and tells the MES, in a thread of its own with a way to the log of its own. */
export async function judgingApart(
  thread: Thread<JudgingTask, JudgingNews>,
  { config, metrics, health }: ServiceContext,
  broker: Broker,
  mqttUrl: string,
): Promise<RunningService> {
  const [way, hand] = wayToLog(config, broker);
  await thread.start({ way, mqttUrl }, hand, (news) => {
    if ("line" in news) process.stdout.write(news.line);
    else takeNotes(news.notes, metrics, health);
  });
  return thread;
}
