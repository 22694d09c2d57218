import { setTimeout as delay } from "node:timers/promises";
import { feedback, type Feedback, type Message } from "@presage/contracts";
import type { Broker } from "@presage/stream";
import type { Database } from "./store/database.ts";
import { areWritten } from "./store/journal.ts";

/** Another process may take it in, and may be away: then it is in the log, and will be in the store. */
const PATIENCE_MS = 5_000;
const FIRST_LOOK_MS = 10;
const LAST_LOOK_MS = 200;

/**
 * Says things of assets. Resolves once all of it is in the log, and in the store, whichever process takes it in, or after
 * five seconds.
 */
export async function say(
  db: Database,
  broker: Broker,
  messages: readonly Message<Feedback>[],
): Promise<void> {
  await broker.append(
    feedback.topic,
    messages.map((message) => ({
      key: message.key,
      time: message.time,
      value: feedback.encode(message),
    })),
  );
  const keys = messages.map((message) => feedback.id(message));
  const patience = performance.now() + PATIENCE_MS;
  for (let wait = FIRST_LOOK_MS; performance.now() < patience; wait = Math.min(2 * wait, LAST_LOOK_MS)) {
    if (await areWritten(db, keys)) return;
    await delay(wait);
  }
}
