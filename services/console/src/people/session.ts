import type { Role } from "../schema/session.ts";
import type { Database } from "../store/database.ts";
import { hashOf, newSecret } from "./secret.ts";
import type { Who } from "./who.ts";

/** How long a log-in lasts, ms. */
export interface Lifetime {
  readonly idle: number;
  readonly longest: number;
}

const MINUTE = 60_000;

/** Who logs in: a local user, or somebody of whom a provider says name and role. */
export interface Person extends Who {
  readonly account: string | null;
}

/** Begins a session and returns what the cookie holds. */
export async function beginSession(
  db: Database,
  { account, name, role }: Person,
  now: number,
): Promise<string> {
  const secret = newSecret();
  const row = { hash: hashOf(secret), account, name, role, created_at: now, seen_at: now };
  await db.insertInto("session").values(row).execute();
  await noteAccount(db, account, now);
  return secret;
}

/** Who a cookie belongs to, while its session lasts. A local user has the role of the moment. */
export async function findSession(
  db: Database,
  secret: string,
  { idle, longest }: Lifetime,
  now: number,
): Promise<Person | undefined> {
  const hash = hashOf(secret);
  const found = await db
    .selectFrom("session")
    .leftJoin("account", "account.id", "session.account")
    .select(["session.account", "session.name", "session.role", "session.seen_at"])
    .select("account.role as role_now")
    .where("session.hash", "=", hash)
    .where("session.created_at", ">", now - longest)
    .where("session.seen_at", ">", now - idle)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const { account, name } = found;
  const role: Role | null = account === null ? found.role : found.role_now;
  if (role === null) return undefined;
  if (now - found.seen_at >= MINUTE) {
    await db.updateTable("session").set({ seen_at: now }).where("hash", "=", hash).execute();
    await noteAccount(db, account, now);
  }
  return { account, name, role };
}

async function noteAccount(db: Database, account: string | null, now: number): Promise<void> {
  if (account !== null)
    await db.updateTable("account").set({ seen_at: now }).where("id", "=", account).execute();
}

export async function endSession(db: Database, secret: string): Promise<void> {
  await db.deleteFrom("session").where("hash", "=", hashOf(secret)).execute();
}
