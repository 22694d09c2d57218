import { isName, PresageError } from "@presage/contracts";
import type { User } from "../schema/people.ts";
import type { Role } from "../schema/session.ts";
import type { Database } from "../store/database.ts";
import { audit } from "./audit.ts";
import { hashPassword, isPassword, LEAST_PASSWORD, LONGEST_PASSWORD, newPassword } from "./password.ts";

/** Everybody where nobody has to log in, so nobody may be called so. */
export const LOCAL = "local";

/** Names that differ only in the size of letters, or in how a letter is composed, are the same. */
export const accountId = (name: string): string => name.normalize("NFKC").toLowerCase();

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

/** All local users, by name. */
export async function listUsers(db: Database): Promise<User[]> {
  const rows = await db
    .selectFrom("account")
    .select(["name", "role", "created_at", "seen_at"])
    .orderBy("id")
    .execute();
  return rows.map(({ name, role, created_at: createdAt, seen_at: seenAt }) => ({
    name,
    role,
    createdAt,
    ...(seenAt !== null && { seenAt }),
  }));
}

/** Adds a local user. Throws `USER_REFUSED` if there is one of that name, or name or password will not do. */
export async function addUser(db: Database, user: NewUser, by: string, at = Date.now()): Promise<User> {
  const { name, role } = user;
  const id = accountId(name);
  if (!isName(name) || id === LOCAL) throw refused(`${name} cannot be the name of a user`);
  const password = await checkedHash(user.password);
  await db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows: added } = await trx
      .insertInto("account")
      .values({ id, name, role, password, created_at: at, seen_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (added !== 1n) throw refused(`there is a user ${name} already`);
    await audit(trx, { by, action: "user-added", target: name, detail: { role } }, at);
  });
  return { name, role, createdAt: at };
}

/** Takes a local user away, who is then logged out. Throws `USER_UNKNOWN`, and `LAST_ADMIN` if nobody would be one any more. */
export async function removeUser(db: Database, name: string, by: string): Promise<void> {
  await alone(db).execute(async (trx) => {
    const user = await userOf(trx, name);
    await trx.deleteFrom("session").where("account", "=", user.id).execute();
    await trx.deleteFrom("account").where("id", "=", user.id).execute();
    await requireAdmin(trx, user.role);
    await audit(trx, { by, action: "user-removed", target: user.name });
  });
}

/** Changes what a local user may do, from the next request on. Throws as `removeUser`. */
export async function setRole(db: Database, name: string, role: Role, by: string): Promise<void> {
  await alone(db).execute(async (trx) => {
    const user = await userOf(trx, name);
    await trx.updateTable("account").set({ role }).where("id", "=", user.id).execute();
    await requireAdmin(trx, user.role);
    const detail = { from: user.role, to: role };
    await audit(trx, { by, action: "role-changed", target: user.name, detail });
  });
}

/**
 * Changes a local user's password and ends all log-ins but one. Throws `USER_UNKNOWN`, and `USER_REFUSED` if it is too short or too long.
 * @param stays hash of the session that goes on
 */
export async function setPassword(
  db: Database,
  name: string,
  next: string,
  by: string,
  stays = "",
): Promise<void> {
  const password = await checkedHash(next);
  await db.transaction().execute(async (trx) => {
    const user = await userOf(trx, name);
    await trx.updateTable("account").set({ password }).where("id", "=", user.id).execute();
    await trx.deleteFrom("session").where("account", "=", user.id).where("hash", "!=", stays).execute();
    await audit(trx, { by, action: "password-changed", target: user.name });
  });
}

/** The user with this name and password; takes the same time whether there is one or not. */
export async function checkPassword(
  db: Database,
  name: string,
  password: string,
): Promise<{ id: string; name: string; role: Role } | undefined> {
  const found = await db
    .selectFrom("account")
    .selectAll()
    .where("id", "=", accountId(name))
    .executeTakeFirst();
  const isRight = await isPassword(password, found?.password);
  return found !== undefined && isRight ? { id: found.id, name: found.name, role: found.role } : undefined;
}

/** Where there is no user, adds `admin` with a password that nobody knows yet, and returns it. */
export async function addFirstUser(db: Database): Promise<NewUser | undefined> {
  if ((await db.selectFrom("account").select("id").limit(1).executeTakeFirst()) !== undefined)
    return undefined;
  const user: NewUser = { name: "admin", role: "admin", password: newPassword() };
  await addUser(db, user, "presage");
  return user;
}

/** Two admins who take each other away at the same time must not both succeed. */
const alone = (db: Database) => db.transaction().setIsolationLevel("serializable");

async function userOf(db: Database, name: string): Promise<{ id: string; name: string; role: Role }> {
  const id = accountId(name);
  const query = db.selectFrom("account").select(["id", "name", "role"]).where("id", "=", id);
  const user = await query.executeTakeFirst();
  if (user === undefined) throw new PresageError("USER_UNKNOWN", `there is no user ${name}`);
  return user;
}

/** In the transaction that took an admin away: somebody must be left who can add one. */
async function requireAdmin(db: Database, before: Role): Promise<void> {
  if (before !== "admin") return;
  const query = db.selectFrom("account").select("id").where("role", "=", "admin").limit(1);
  if ((await query.executeTakeFirst()) === undefined)
    throw new PresageError("LAST_ADMIN", "somebody must stay admin");
}

function checkedHash(password: string): Promise<string> {
  const { length } = password;
  if (length < LEAST_PASSWORD || length > LONGEST_PASSWORD)
    throw refused(`a password must have from ${LEAST_PASSWORD} to ${LONGEST_PASSWORD} characters`);
  return hashPassword(password);
}

const refused = (why: string): PresageError => new PresageError("USER_REFUSED", why);
