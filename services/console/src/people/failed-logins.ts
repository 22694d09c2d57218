import type { Database } from "../store/database.ts";
import { accountId } from "./account.ts";
import { createAttempts } from "./attempts.ts";
import { audit } from "./audit.ts";

export interface FailedLogin {
  /** Who it would have been; undefined if that is nobody who is known. */
  readonly name: string | undefined;
  readonly address: string;
  readonly via: "password" | "oidc";
  readonly why?: string;
}

/** Of one address so many at once, then one a minute: nobody can fill the audit from outside. */
const LIMITS = { free: 100, first: 60_000, longest: 60_000 };

/** Writes down who could not log in. */
export function createFailedLogins(db: Database): (failed: FailedLogin, now: number) => Promise<void> {
  const written = createAttempts(LIMITS);
  return async ({ name = "nobody", ...detail }, now) => {
    if (written.wait(detail.address, now) > 0) return;
    written.begin(detail.address, now);
    await audit(db, { by: name, action: "login-failed", target: name, detail }, now);
  };
}

/** What somebody typed instead of a name may be a password, so only names of users may be written down. */
export async function knownName(db: Database, typed: string): Promise<string | undefined> {
  const query = db.selectFrom("account").select("name").where("id", "=", accountId(typed));
  return (await query.executeTakeFirst())?.name;
}
