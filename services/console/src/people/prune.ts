import type { ConsoleSettings } from "@presage/service";
import type { Database } from "../store/database.ts";

/** Deletes log-ins and tokens that are over, and what the audit no longer has to keep. */
export async function prunePeople(
  db: Database,
  { sessions: { idle, longest }, audit: { keep } }: Pick<ConsoleSettings, "sessions" | "audit">,
  now: number,
): Promise<void> {
  await db
    .deleteFrom("session")
    .where((eb) => eb.or([eb("created_at", "<=", now - longest), eb("seen_at", "<=", now - idle)]))
    .execute();
  await db.deleteFrom("token").where("expires_at", "<=", now).execute();
  await db
    .deleteFrom("audit")
    .where("at", "<", now - keep)
    .execute();
}
