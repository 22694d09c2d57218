import { createHash } from "node:crypto";
import type { Database } from "../store/database.ts";
import { MOST_ATTEMPTS } from "./backoff.ts";
import { addressOf, type Destination, eventOf, type Occasion, timeOf, wants } from "./occasion.ts";

/** Something that one destination is to be told. */
export interface Delivery {
  /** The same for the same event and destination, at every try. */
  readonly id: string;
  readonly occasion: Occasion;
  /** This try counted. */
  readonly attempts: number;
}

/** A try that did not come to an end, since the process died, is made again after this, ms. Longer than any try takes. */
const LEASE = 60_000;
/** Nobody is told of what is older than this, ms. */
const MOST_AGE = 86_400_000;
const KEPT = 30 * 86_400_000;
const MOST_CHARACTERS = 500;

/** Notes what is to be told to whom. In a transaction with the revision, both are there or neither is. */
export async function enqueue(
  trx: Database,
  destinations: readonly Destination[],
  occasion: Occasion,
  now: number,
): Promise<void> {
  // A store that is made anew reads the whole log: nobody is to be told again of what is long over.
  if (now - timeOf(occasion) > MOST_AGE) return;
  // Two entries with one address are for events of different kinds: nobody is told the same twice.
  const wanted = destinations.filter((destination) => wants(destination, occasion)).map(addressOf);
  if (wanted.length === 0) return;
  const event = JSON.stringify(occasion);
  const rows = [...new Set(wanted)].map((destination) => ({
    id: deliveryId(destination, occasion),
    destination,
    event,
    created_at: now,
    attempts: 0,
    next_at: now,
  }));
  await trx
    .insertInto("delivery")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function deliveryId(destination: string, occasion: Occasion): string {
  const hash = createHash("sha256").update(`${destination}\n${eventOf(occasion).id}`);
  return `msg_${hash.digest("base64url").slice(0, 27)}`;
}

/** The delivery to a destination that has been due for longest, for this process alone; undefined if none is due. */
export async function claim(db: Database, destination: string, now: number): Promise<Delivery | undefined> {
  for (;;) {
    const found = await db
      .selectFrom("delivery")
      .select(["id", "event", "attempts", "next_at"])
      .where("done_at", "is", null)
      .where("destination", "=", destination)
      .where("next_at", "<=", now)
      .orderBy("next_at")
      .limit(1)
      .executeTakeFirst();
    if (found === undefined) return undefined;
    const attempts = found.attempts + 1;
    const { numUpdatedRows } = await db
      .updateTable("delivery")
      .set({ attempts, next_at: now + LEASE })
      .where("id", "=", found.id)
      .where("next_at", "=", found.next_at)
      .where("done_at", "is", null)
      .executeTakeFirst();
    if (numUpdatedRows === 1n)
      return { id: found.id, occasion: JSON.parse(found.event) as Occasion, attempts };
  }
}

/** It was delivered. */
export async function settle(db: Database, { id }: Delivery, now: number): Promise<void> {
  await db.updateTable("delivery").set({ done_at: now, last_error: null }).where("id", "=", id).execute();
}

/** It was not: it is tried again then, or given up after too many tries. Answers whether it was given up. */
export async function postpone(
  db: Database,
  { id, attempts }: Delivery,
  why: string,
  now: number,
  next: number,
): Promise<boolean> {
  const isLast = attempts >= MOST_ATTEMPTS;
  await db
    .updateTable("delivery")
    .set({
      next_at: next,
      last_error: why.slice(0, MOST_CHARACTERS),
      failed_at: now,
      ...(isLast && { done_at: now }),
    })
    .where("id", "=", id)
    .execute();
  return isLast;
}

/** A destination is there again: what waits for it need not wait on. What another process is about to try is left alone. */
export async function hurry(db: Database, destination: string, now: number): Promise<void> {
  await db
    .updateTable("delivery")
    .set({ next_at: now })
    .where("done_at", "is", null)
    .where("destination", "=", destination)
    .where("next_at", ">", now + LEASE)
    .execute();
}

/** Gives up what waits for destinations that are no longer configured, and forgets what was done a month ago. */
export async function tidy(db: Database, destinations: readonly Destination[], now: number): Promise<void> {
  const known = destinations.map(addressOf);
  await db
    .updateTable("delivery")
    .set({ done_at: now, failed_at: now, last_error: "the destination is no longer configured" })
    .where("done_at", "is", null)
    .$if(known.length > 0, (query) => query.where("destination", "not in", known))
    .execute();
  await db
    .deleteFrom("delivery")
    .where("done_at", "<", now - KEPT)
    .execute();
}
