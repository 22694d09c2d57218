import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { DestinationView } from "../schema/destination.ts";
import type { Database } from "../store/database.ts";
import { addressOf, type Destination } from "./occasion.ts";

/** What a destination is called where its address may not be seen. */
export const destinationId = (destination: Destination): string =>
  createHash("sha256").update(addressOf(destination)).digest("base64url").slice(0, 16);

/** Of a webhook what tells it from others: the rest of its path, and the query, often are what lets one post there. */
export function shownAddress({ url, email }: Destination): string {
  if (url === undefined) return email ?? "";
  const { origin, pathname, search } = new URL(url);
  const [first = "", ...rest] = pathname.slice(1).split("/");
  return `${origin}/${first}${rest.length > 0 ? "/" : ""}${rest.join("") + search === "" ? "" : "…"}`;
}

/** The destinations that are configured, and how they do. Entries with one address are one destination. */
export async function readDestinations(
  db: Database,
  configured: readonly Destination[],
): Promise<DestinationView[]> {
  const counts = await countDeliveries(db);
  const firsts = configured.filter(
    (each, i) => configured.findIndex((other) => addressOf(other) === addressOf(each)) === i,
  );
  return Promise.all(
    firsts.map(async (first) => {
      const address = addressOf(first);
      const of = (state: string) => counts.find((c) => c.destination === address && c.state === state);
      const [waiting, delivered, lost] = [of("waiting"), of("delivered"), of("lost")];
      const lastError = await findLastError(db, address);
      return {
        id: destinationId(first),
        kind: first.url === undefined ? "email" : "webhook",
        address: shownAddress(first),
        signed: first.secret !== undefined,
        told: configured
          .filter((each) => addressOf(each) === address)
          .map(({ on, severities, sites, owners }) => ({ on, severities, sites, owners })),
        waiting: waiting?.count ?? 0,
        delivered: delivered?.count ?? 0,
        lost: lost?.count ?? 0,
        ...(delivered?.done_at && { deliveredAt: delivered.done_at }),
        ...(waiting && { nextAt: waiting.next_at }),
        ...(lastError && { lastError }),
      };
    }),
  );
}

/** What was delivered has no last error. */
const STATE = sql<"waiting" | "delivered" | "lost">`case
  when done_at is null then 'waiting' when last_error is null then 'delivered' else 'lost' end`;

const countDeliveries = (db: Database) =>
  db
    .selectFrom("delivery")
    .select(["destination", STATE.as("state")])
    .select(({ fn }) => [
      fn.countAll<number>().as("count"),
      fn.max("done_at").as("done_at"),
      fn.min("next_at").as("next_at"),
    ])
    .groupBy(["destination", STATE])
    .execute();

async function findLastError(db: Database, address: string): Promise<DestinationView["lastError"]> {
  const found = await db
    .selectFrom("delivery")
    .select(["last_error", "failed_at"])
    .where("destination", "=", address)
    .where("last_error", "is not", null)
    .orderBy(sql`coalesce(failed_at, 0)`, "desc")
    .limit(1)
    .executeTakeFirst();
  if (found === undefined || found.last_error === null) return undefined;
  return { why: found.last_error, ...(found.failed_at !== null && { at: found.failed_at }) };
}
