import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool } from "kysely";
import type { LiveSession, Visitor } from "../schema/people.ts";
import type { Database } from "../store/database.ts";
import type { Tables } from "../store/tables.ts";
import { accountId } from "./account.ts";
import { audit } from "./audit.ts";
import type { Lifetime } from "./session.ts";

type OfSession = ExpressionBuilder<Tables, "session">;
type Condition = ExpressionWrapper<Tables, "session", SqlBool>;

/** Sessions that last still. */
const lasting =
  ({ idle, longest }: Lifetime, now: number) =>
  (eb: OfSession): Condition =>
    eb.and([eb("created_at", ">", now - longest), eb("seen_at", ">", now - idle)]);

/** Sessions of a local user, or of somebody whom a provider calls so. */
const of =
  (name: string) =>
  (eb: OfSession): Condition =>
    eb.or([eb("account", "=", accountId(name)), eb.and([eb("account", "is", null), eb("name", "=", name)])]);

/**
 * Where somebody is logged in, last seen first.
 * @param current hash of the session that asks
 */
export async function listSessions(
  db: Database,
  name: string,
  current: string,
  lifetime: Lifetime,
  now: number,
): Promise<LiveSession[]> {
  const rows = await db
    .selectFrom("session")
    .select(["hash", "created_at", "seen_at"])
    .where(of(name))
    .where(lasting(lifetime, now))
    .orderBy("seen_at", "desc")
    .orderBy("created_at", "desc")
    .orderBy("hash")
    .execute();
  return rows.map(({ hash, created_at: createdAt, seen_at: seenAt }) => ({
    id: hash,
    createdAt,
    seenAt,
    current: hash === current,
  }));
}

/** Who is logged in through a provider, by name, with the role that it gave last. */
export async function listVisitors(db: Database, lifetime: Lifetime, now: number): Promise<Visitor[]> {
  const rows = await db
    .selectFrom("session")
    .select(["name", "role", "seen_at"])
    .where("account", "is", null)
    .where(lasting(lifetime, now))
    .orderBy("name")
    .orderBy("created_at")
    .execute();
  const latest = new Map<string, Visitor>();
  for (const { name, role, seen_at: seenAt } of rows)
    latest.set(name, { name, role, seenAt: Math.max(seenAt, latest.get(name)?.seenAt ?? 0) });
  return [...latest.values()];
}

/** Ends one session of somebody. Answers whether there was one. */
export async function endOneSession(
  db: Database,
  name: string,
  hash: string,
  by: string,
  now: number,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const query = trx.deleteFrom("session").where("hash", "=", hash).where(of(name));
    const { numDeletedRows } = await query.executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) return false;
    await audit(trx, { by, action: "sessions-ended", target: name, detail: { sessions: 1 } }, now);
    return true;
  });
}

/**
 * Ends all sessions of somebody but one, and answers how many that were.
 * @param stays hash of the session that goes on
 */
export async function endSessions(
  db: Database,
  name: string,
  by: string,
  stays: string,
  now: number,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const query = trx.deleteFrom("session").where(of(name)).where("hash", "!=", stays);
    const sessions = Number((await query.executeTakeFirstOrThrow()).numDeletedRows);
    if (sessions > 0)
      await audit(trx, { by, action: "sessions-ended", target: name, detail: { sessions } }, now);
    return sessions;
  });
}
