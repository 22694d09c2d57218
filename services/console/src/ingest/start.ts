import { assetLookup, type Config, type Logger, type RunningService } from "@presage/service";
import type { Broker } from "@presage/stream";
import { startChores } from "../chores.ts";
import { keepBlocks } from "../keeper.ts";
import type { Change } from "../live.ts";
import { enqueue } from "../notify/outbox.ts";
import { prunePeople } from "../people/prune.ts";
import { configureAssets, type Configured } from "../store/assets.ts";
import type { Database } from "../store/database.ts";
import { prune } from "../store/prune.ts";
import { tiersOf } from "../store/tiers.ts";
import { followLog } from "./follow.ts";
import { openIntake, type Taken } from "./intake.ts";

/** What the intake tells of itself: what it took in, or why it can take in nothing. A plain value, so that it can go from thread to thread. */
export type IntakeNews =
  | { readonly messages: Readonly<Record<string, number>>; readonly change: Change }
  | { readonly failed: string };

export interface IntakeSettings {
  readonly config: Config;
  readonly log: Logger;
  readonly db: Database;
  readonly broker: Broker;
  readonly tell: (news: IntakeNews) => void;
}

/** How often it is looked whether raw blocks are to be kept. */
const KEEP_EVERY_MS = 2_000;
/** How often what is too old is deleted. */
const PRUNE_EVERY_MS = 3_600_000;

/** Takes what the log says into the store, and keeps the store in order, until closed. */
export async function startIntake({
  config,
  log,
  db,
  broker,
  tell,
}: IntakeSettings): Promise<RunningService> {
  const configured = configuredBy(config);
  await configureAssets(db, configured);
  const tiers = tiersOf(config.windows.size);
  const intake = openIntake(db, {
    tiers,
    configured,
    onOccasions: async (trx, occasions) => {
      for (const occasion of occasions) await enqueue(trx, config.console.notify, occasion, Date.now());
    },
    pass: ({ entry }) =>
      log.error(
        { topic: entry.topic, partition: entry.partition, offset: entry.offset },
        "passed over an entry that is no message",
      ),
  });
  const membership = await followLog(broker, db, intake, {
    taken: (taken) => tell({ messages: countsOf(taken), change: changeOf(taken) }),
    failed(error) {
      log.warn({ error }, "the log or the store is out of reach; the console goes on when it is back");
      tell({ failed: error.message });
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
  return {
    done: membership.done,
    async close() {
      await membership.close();
      await stopChores();
    },
  };
}

function configuredBy(config: Config): Configured {
  const assetOf = assetLookup(config);
  return (path) => {
    const asset = assetOf(path);
    return { class: asset?.class ?? config.defaults.class, configured: asset !== undefined };
  };
}

/** Messages by what the batch calls them, which is their topic. */
const countsOf = ({ batch }: Taken): Record<string, number> =>
  Object.fromEntries(Object.entries(batch).map(([topic, messages]) => [topic, messages.length]));

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
