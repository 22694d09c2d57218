import { sql, type SqlBool } from "kysely";
import type { AuditEntry } from "../schema/people.ts";
import { containing } from "../store/alarm-state.ts";
import type { Database } from "../store/database.ts";

export interface Deed {
  /** Who did it. */
  readonly by: string;
  readonly action: string;
  /** What it was done to. */
  readonly target: string;
  /** What else is to be said; must not hold secrets. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** Writes down who did what. In a transaction with what was done, both are there or neither is. */
export async function audit(
  db: Database,
  { by, action, target, detail }: Deed,
  at = Date.now(),
): Promise<void> {
  const text = detail === undefined ? null : JSON.stringify(detail);
  await db.insertInto("audit").values({ at, by, action, target, detail: text }).execute();
}

/** All that an entry says, to be searched. */
const SAID = sql`lower("by" || ' ' || action || ' ' || target || ' ' || coalesce(detail, ''))`;

export interface AuditRange {
  /** Text that is in an entry. */
  readonly q?: string | undefined;
  /** Only what was written before the entry with this id. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** What was done, newest first; `next` is where the next page begins, if there is one. */
export async function readAudit(
  db: Database,
  { q = "", before, limit }: AuditRange,
): Promise<{ items: AuditEntry[]; next?: number }> {
  const rows = await db
    .selectFrom("audit")
    .selectAll()
    .$if(before !== undefined, (query) => query.where("id", "<", before ?? 0))
    .$if(q !== "", (query) => query.where(sql<SqlBool>`${SAID} like ${containing(q)} escape '\\'`))
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(({ detail, ...entry }) => ({
    ...entry,
    ...(detail !== null && { detail: JSON.parse(detail) as unknown }),
  }));
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last !== undefined && { next: last.id }) };
}
