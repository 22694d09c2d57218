import type { Generated } from "kysely";
import type { Role } from "../schema/session.ts";

/** Who may do what, who did, and who is still to be told of failures. */
export interface PeopleTables {
  account: AccountTable;
  session: SessionTable;
  token: TokenTable;
  audit: AuditTable;
  delivery: DeliveryTable;
}

/** A local user. */
interface AccountTable {
  /** The name in small letters: nobody is called as somebody else is but for that. */
  id: string;
  name: string;
  role: Role;
  /** The scrypt hash with its salt and parameters, as a PHC string. */
  password: string;
  created_at: number;
  /** When he did something last, to the minute; null: never. */
  seen_at: number | null;
}

/** Somebody who has logged in. */
interface SessionTable {
  /** SHA-256 of what the cookie holds, base64url. */
  hash: string;
  /** Id of the local user, whose role of the moment counts; null: of a provider, with name and role as it said. */
  account: string | null;
  name: string;
  role: Role;
  created_at: number;
  /** To the minute. */
  seen_at: number;
}

/** What a program authenticates with. */
interface TokenTable {
  id: string;
  name: string;
  role: Role;
  /** SHA-256 of the token, base64url. */
  hash: string;
  created_at: number;
  created_by: string;
  expires_at: number | null;
  /** To the minute. */
  used_at: number | null;
}

interface AuditTable {
  id: Generated<number>;
  at: number;
  /** Who did it: a user, a token, or `local` where nobody has to log in. */
  by: string;
  action: string;
  /** What it was done to. */
  target: string;
  /** What else is to be said, as JSON. */
  detail: string | null;
}

/** Something that a destination is to be told, or was. */
interface DeliveryTable {
  /** Follows from the destination and the event. */
  id: string;
  /** URL or e-mail address. */
  destination: string;
  /** An Occasion, as JSON. */
  event: string;
  created_at: number;
  /** Tries that have begun. */
  attempts: number;
  /** When it is tried next. */
  next_at: number;
  /** When it was delivered, or given up: then with a last error. */
  done_at: number | null;
  last_error: string | null;
  /** When that was. */
  failed_at: number | null;
}
