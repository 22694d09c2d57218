import { breaches, rejected } from "@presage/contracts";
import { assetLookup, type RunningService, type ServiceContext } from "@presage/service";
import type { Broker, Group } from "@presage/stream";
import { atMostEvery } from "./at-most-every.ts";
import { type IntakeNews, type IntakeSettings, startIntake } from "./ingest/start.ts";
import { createLive } from "./live.ts";
import { comparisons } from "./models/comparisons.ts";
import type { ModelDesk } from "./models/desk.ts";
import { watchModels } from "./models/watch.ts";
import { startNotifier } from "./notify/notifier.ts";
import { isLoginRequired } from "./people/people.ts";
import { takePulse } from "./pipeline/pulse.ts";
import { openDatabase } from "./store/database.ts";
import { storeOptions } from "./store/options.ts";
import { tiersOf } from "./store/tiers.ts";
import { watchStore } from "./watch-store.ts";

export interface ConsoleOptions {
  readonly version: string;
  /** Whether the whole pipeline runs in this process: then nobody has to log in on loopback, unless it is asked for. */
  readonly inOneProcess: boolean;
  /** Consumer groups of the pipeline, whose lag is shown. */
  readonly groups: readonly Group[];
  /** Without it nothing of models is shown. */
  readonly desk?: ModelDesk;
  /** Takes in what the log says; by default in this thread. */
  readonly takeIn?: (settings: IntakeSettings) => Promise<RunningService>;
}

/** Topics whose messages those who look at the pipeline are told of. */
const NOTABLE = [rejected.topic, breaches.topic];

/** How often those who look at the pipeline are told of rejected messages at most. */
const TELL_EVERY_MS = 5_000;

/** Shows people what the log says, and writes into it what they say, until closed. */
export async function startConsole(
  context: ServiceContext,
  broker: Broker,
  { version, inOneProcess, groups, desk, takeIn = startIntake }: ConsoleOptions,
): Promise<RunningService> {
  const { config, log, http, health, metrics } = context;
  const db = await openDatabase(storeOptions(config));
  const loginRequired = isLoginRequired(config, inOneProcess);
  const notifier = startNotifier({
    db,
    settings: config.console,
    origin: config.console.publicUrl ?? http.url,
    log,
    metrics,
  });
  const assetOf = assetLookup(config);
  const tiers = tiersOf(config.windows.size);
  const live = createLive();
  const tell = (topic: "models" | "pipeline") => live.tell({ topics: new Set([topic]), assets: [] });
  const tellPipeline = atMostEvery(TELL_EVERY_MS, () => tell("pipeline"));
  const onNews = (news: IntakeNews): void => {
    if ("failed" in news) return health.set("console.intake", { ok: false, why: news.failed });
    if ("console.intake" in health.failing()) log.info({}, "the console goes on");
    health.set("console.intake", { ok: true });
    for (const [topic, messages] of Object.entries(news.messages))
      metrics.consoleTakenMessages.inc({ topic }, messages);
    live.tell(news.change);
    if (NOTABLE.some((topic) => (news.messages[topic] ?? 0) > 0)) tellPipeline();
    return undefined;
  };
  const stopWatchingStore =
    config.console.store.url === undefined
      ? undefined
      : watchStore(db, live, (error) => log.warn({ error }, "what other consoles took in is not told"));
  const pulse = takePulse({ metrics, broker, groups, now: Date.now, onLook: tellPipeline });
  const compared =
    desk &&
    comparisons({
      compare: (question, onRead) => desk.compare(question, onRead),
      now: Date.now,
      onChange: () => tell("models"),
      onError: (error) => log.warn({ error }, "two models could not be compared"),
    });
  const stopWatching = desk && watchModels(desk, () => tell("models"));

  // Only who shows something loads it: it takes a tenth of a second.
  const { createApp } = await import("./api/app.ts");
  const app = await createApp({
    db,
    broker,
    config,
    assetOf,
    tiers,
    live,
    metrics,
    health,
    inOneProcess,
    desk,
    comparisons: compared,
    pulse,
    notifier,
    version,
    now: Date.now,
    log,
    loginRequired,
  });
  http.serve((request, response) => app.routing(request, response), { authenticated: loginRequired });
  const intake = await takeIn({ config, log, db, broker, tell: onNews });

  return {
    ...(intake.done && { done: intake.done }),
    async close() {
      tellPipeline.stop();
      stopWatching?.();
      await app.close();
      await desk?.close();
      await compared?.close();
      await pulse.close();
      await intake.close();
      await notifier.close();
      await stopWatchingStore?.();
      await db.destroy();
    },
  };
}
