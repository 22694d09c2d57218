import type { Kysely } from "kysely";
import type { Kind } from "../database.ts";

/** Who may do what, and who did. */
export async function up({ schema }: Kysely<unknown>, kind: Kind): Promise<void> {
  await schema
    .createTable("audit")
    .addColumn("id", kind === "sqlite" ? "integer" : "bigserial", (c) => c.primaryKey())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("by", "text", (c) => c.notNull())
    .addColumn("action", "text", (c) => c.notNull())
    .addColumn("target", "text", (c) => c.notNull())
    .addColumn("detail", "text")
    .execute();
}
