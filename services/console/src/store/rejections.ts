import type { Message, Rejection } from "@presage/contracts";
import { sql, type SqlBool } from "kysely";
import type { RejectionPage, RejectionQuery, RejectionSummary } from "../schema/rejection.ts";
import { containing } from "./alarm-state.ts";
import type { Database } from "./database.ts";

/** Keeps messages that could not be used. */
export async function writeRejections(db: Database, messages: readonly Message<Rejection>[]): Promise<void> {
  if (messages.length === 0) return;
  await db
    .insertInto("rejection")
    .values(
      messages.map(({ time, value: { bytes, ...rest } }) => ({
        at: time,
        ...rest,
        bytes: new Uint8Array(Buffer.from(bytes, "base64")),
      })),
    )
    .execute();
}

const columns = ["id", "at", "topic", "code", "reason", "size"] as const;

/** Rejected messages, the newest first, a page of them. */
export async function listRejections(
  db: Database,
  { code, topic, before, limit = 50 }: RejectionQuery,
): Promise<RejectionPage> {
  let query = db
    .selectFrom("rejection")
    .select(columns)
    .select(sql<number>`length(bytes)`.as("kept"))
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (code !== undefined && code !== "") query = query.where("code", "=", code);
  if (topic !== undefined && topic !== "")
    query = query.where(sql<SqlBool>`lower(topic) like ${containing(topic)} escape '\\'`);
  if (before !== undefined) query = query.where("id", "<", before);
  const rows = await query.execute();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last && { next: last.id }) };
}

/** One of them with its bytes. */
export async function findRejection(
  db: Database,
  id: number,
): Promise<(Omit<RejectionSummary, "kept"> & { readonly bytes: Uint8Array }) | undefined> {
  const row = await db
    .selectFrom("rejection")
    .select([...columns, "bytes"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { ...row, bytes: new Uint8Array(row.bytes) };
}

/** How many there were of each code in each of some stretches of time, ms, from a time on. */
export async function countRejections(
  db: Database,
  { from, step, stretches }: { readonly from: number; readonly step: number; readonly stretches: number },
): Promise<{ readonly code: string; readonly total: number; readonly counts: number[] }[]> {
  const stretch = sql<number>`cast((at - ${sql.lit(from)}) / ${sql.lit(step)} as integer)`;
  const rows = await db
    .selectFrom("rejection")
    .select(["code", stretch.as("stretch"), (eb) => eb.fn.countAll<number>().as("count")])
    .where("at", ">=", from)
    .groupBy(["code", stretch])
    .execute();
  const byCode = new Map<string, number[]>();
  for (const { code, stretch: at, count } of rows) {
    const counts = byCode.get(code) ?? Array<number>(stretches).fill(0);
    byCode.set(code, counts);
    // What is ahead of this clock belongs to the last stretch.
    const index = Math.min(stretches - 1, at);
    counts[index] = (counts[index] ?? 0) + count;
  }
  return [...byCode]
    .map(([code, counts]) => ({ code, counts, total: counts.reduce((sum, count) => sum + count, 0) }))
    .toSorted((a, b) => b.total - a.total || (a.code < b.code ? -1 : 1));
}

/** So many are kept, and for so long. */
const MOST_KEPT = 20_000;
const LONGEST_MS = 30 * 86_400_000;

/** Deletes those that are older than 30 days, or beyond the newest 20,000. */
export async function pruneRejections(db: Database, now: number, most = MOST_KEPT): Promise<void> {
  const beyond = await db
    .selectFrom("rejection")
    .select("id")
    .orderBy("id", "desc")
    .offset(most)
    .limit(1)
    .executeTakeFirst();
  await db
    .deleteFrom("rejection")
    .where((eb) => eb.or([eb("at", "<", now - LONGEST_MS), eb("id", "<=", beyond?.id ?? -1)]))
    .execute();
}
