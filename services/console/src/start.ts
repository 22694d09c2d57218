import { assetLookup, type Metrics, type RunningService, type ServiceContext } from "@presage/service";
import type { Broker, Group } from "@presage/stream";
import { createApp } from "./api/app.ts";
import { atMostEvery } from "./at-most-every.ts";
import { startChores } from "./chores.ts";
import { followLog } from "./ingest/follow.ts";
import { openIntake, type Taken } from "./ingest/intake.ts";
import { keepBlocks } from "./keeper.ts";
import { type Change, createLive } from "./live.ts";
import { comparisons } from "./models/comparisons.ts";
import type { ModelDesk } from "./models/desk.ts";
import { watchModels } from "./models/watch.ts";
import { startNotifier } from "./notify/notifier.ts";
import { isLoginRequired } from "./people/people.ts";
import { prunePeople } from "./people/prune.ts";
import { takePulse } from "./pipeline/pulse.ts";
import { configureAssets } from "./store/assets.ts";
import { openDatabase } from "./store/database.ts";
import { storeOptions } from "./store/options.ts";
import { prune } from "./store/prune.ts";
import { tiersOf } from "./store/tiers.ts";
import { watchStore } from "./watch-store.ts";

/** How often it is looked whether raw blocks are to be kept. */
const KEEP_EVERY_MS = 2_000;

export interface ConsoleOptions {
  readonly version: string;
  /** Whether the whole pipeline runs in this process: then nobody has to log in on loopback, unless it is asked for. */
  readonly inOneProcess: boolean;
  /** Consumer groups of the pipeline, whose lag is shown. */
  readonly groups: readonly Group[];
  /** Without it nothing of models is shown. */
  readonly desk?: ModelDesk;
}

/** How often what is too old is deleted. */
const PRUNE_EVERY_MS = 3_600_000;

/** How often those who look at the pipeline are told of rejected messages at most. */
const TELL_EVERY_MS = 5_000;

/** Shows people what the log says, and writes into it what they say, until closed. */
export async function startConsole(
  context: ServiceContext,
  broker: Broker,
  { version, inOneProcess, groups, desk }: ConsoleOptions,
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
  const configured = (path: string) => {
    const asset = assetOf(path);
    return { class: asset?.class ?? config.defaults.class, configured: asset !== undefined };
  };
  await configureAssets(db, configured);
  const tiers = tiersOf(config.windows.size);
  const live = createLive();
  const intake = openIntake(db, {
    tiers,
    configured,
    onOccasions: async (trx, occasions) => {
      for (const occasion of occasions) await notifier.enqueue(trx, occasion);
    },
    pass: ({ entry }) =>
      log.error({ topic: entry.topic, offset: entry.offset }, "passed over an entry that is no message"),
  });
  const tell = (topic: "models" | "pipeline") => live.tell({ topics: new Set([topic]), assets: [] });
  const tellPipeline = atMostEvery(TELL_EVERY_MS, () => tell("pipeline"));
  let failing = false;
  const membership = await followLog(broker, db, intake, {
    taken(taken) {
      if (failing) {
        failing = false;
        health.set("console.intake", { ok: true });
        log.info({}, "the console goes on");
      }
      countTaken(metrics, taken);
      live.tell(changeOf(taken));
      if (taken.batch.rejected.length + taken.batch.breaches.length > 0) tellPipeline();
    },
    failed(error) {
      failing = true;
      health.set("console.intake", { ok: false, why: error.message });
      log.warn({ error }, "the log or the store is out of reach; the console goes on when it is back");
    },
  });

  const stopChores = startChores([
    {
      every: KEEP_EVERY_MS,
      run: () => keepBlocks(db, broker, tiers),
      failed: (error) => log.warn({ error }, "raw blocks could not be kept; they are tried again"),
    },
    {
      every: PRUNE_EVERY_MS,
      run: async () => {
        await prune(db, tiers, Date.now());
        await prunePeople(db, config.console, Date.now());
      },
      failed: (error) => log.warn({ error }, "what is too old could not be deleted yet"),
    },
  ]);

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

  return {
    done: membership.done,
    async close() {
      tellPipeline.stop();
      stopWatching?.();
      await app.close();
      await desk?.close();
      await compared?.close();
      await pulse.close();
      await membership.close();
      await notifier.close();
      await stopChores();
      await stopWatchingStore?.();
      await db.destroy();
    },
  };
}

/** Messages by what the batch calls them, which is their topic. */
function countTaken({ consoleTakenMessages }: Metrics, { batch }: Taken): void {
  for (const [topic, messages] of Object.entries(batch)) consoleTakenMessages.inc({ topic }, messages.length);
}

function changeOf({ batch }: Taken): Change {
  const { failures, groups, feedback, features, predictions, breaches } = batch;
  const topics = new Set<"failures" | "assets">();
  if (failures.length + groups.length + feedback.length > 0) topics.add("failures");
  if (features.length + predictions.length + feedback.length + breaches.length > 0) topics.add("assets");
  const assets = new Set([
    ...features.map(({ message }) => message.key),
    ...predictions.map(({ message }) => message.key),
    ...failures.map(({ key }) => key),
    ...feedback.map(({ key }) => key),
    ...breaches.map(({ key }) => key),
  ]);
  return { topics, assets: [...assets] };
}
