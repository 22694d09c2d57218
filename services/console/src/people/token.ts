import { randomBytes } from "node:crypto";
import { PresageError } from "@presage/contracts";
import type { Token } from "../schema/people.ts";
import type { Role } from "../schema/session.ts";
import type { Database } from "../store/database.ts";
import { audit } from "./audit.ts";
import { hashOf, newSecret } from "./secret.ts";
import type { Who } from "./who.ts";

/** So that secret scanners know one when they see it. */
export const TOKEN_PREFIX = "prs_";

const MINUTE = 60_000;

/** All tokens, by name, without what they are. */
export async function listTokens(db: Database): Promise<Token[]> {
  const rows = await db.selectFrom("token").selectAll().orderBy("name").execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_at,
    createdBy: row.created_by,
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    ...(row.used_at !== null && { usedAt: row.used_at }),
  }));
}

export interface TokenOrder {
  readonly name: string;
  readonly role: Role;
  /** Epoch milliseconds; default never. */
  readonly expiresAt?: number | undefined;
}

/** Makes a token; what it is can never be seen again. Throws `TOKEN_REFUSED` if there is one of that name. */
export async function createToken(
  db: Database,
  { name, role, expiresAt }: TokenOrder,
  by: string,
  now: number,
): Promise<Token & { token: string }> {
  const token = `${TOKEN_PREFIX}${newSecret()}`;
  const id = randomBytes(9).toString("base64url");
  await db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows: added } = await trx
      .insertInto("token")
      .values({
        id,
        name,
        role,
        hash: hashOf(token),
        created_at: now,
        created_by: by,
        expires_at: expiresAt ?? null,
        used_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (added !== 1n) throw new PresageError("TOKEN_REFUSED", `there is a token ${name} already`);
    const detail = { role, ...(expiresAt !== undefined && { expiresAt }) };
    await audit(trx, { by, action: "token-created", target: name, detail }, now);
  });
  return {
    id,
    name,
    role,
    createdAt: now,
    createdBy: by,
    ...(expiresAt !== undefined && { expiresAt }),
    token,
  };
}

/** Makes a token worthless. Answers whether there was one. */
export async function revokeToken(db: Database, id: string, by: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const token = await trx.selectFrom("token").select("name").where("id", "=", id).executeTakeFirst();
    if (token === undefined) return false;
    await trx.deleteFrom("token").where("id", "=", id).execute();
    await audit(trx, { by, action: "token-revoked", target: token.name });
    return true;
  });
}

/** Who has this token, if it is one and has not expired. */
export async function findToken(db: Database, token: string, now: number): Promise<Who | undefined> {
  const found = await db
    .selectFrom("token")
    .select(["id", "name", "role", "used_at"])
    .where("hash", "=", hashOf(token))
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]))
    .executeTakeFirst();
  if (found === undefined) return undefined;
  if (now - (found.used_at ?? 0) >= MINUTE)
    await db.updateTable("token").set({ used_at: now }).where("id", "=", found.id).execute();
  return { name: `token/${found.name}`, role: found.role };
}
