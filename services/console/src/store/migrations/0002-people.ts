import type { Kysely } from "kysely";
import type { Kind } from "../database.ts";

/** Who may do what, who did, and who is still to be told of failures. */
export async function up({ schema }: Kysely<unknown>, kind: Kind): Promise<void> {
  await schema
    .createTable("account")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("role", "text", (c) => c.notNull())
    .addColumn("password", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .execute();
  await schema
    .createTable("session")
    .addColumn("hash", "text", (c) => c.primaryKey())
    .addColumn("account", "text")
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("role", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("seen_at", "bigint", (c) => c.notNull())
    .execute();
  await schema.createIndex("session_account").on("session").column("account").execute();
  await schema
    .createTable("token")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("name", "text", (c) => c.notNull().unique())
    .addColumn("role", "text", (c) => c.notNull())
    .addColumn("hash", "text", (c) => c.notNull().unique())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("created_by", "text", (c) => c.notNull())
    .addColumn("expires_at", "bigint")
    .addColumn("used_at", "bigint")
    .execute();
  await schema
    .createTable("audit")
    .addColumn("id", kind === "sqlite" ? "integer" : "bigserial", (c) => c.primaryKey())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("by", "text", (c) => c.notNull())
    .addColumn("action", "text", (c) => c.notNull())
    .addColumn("target", "text", (c) => c.notNull())
    .addColumn("detail", "text")
    .execute();
  await schema
    .createTable("delivery")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("destination", "text", (c) => c.notNull())
    .addColumn("event", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("attempts", "integer", (c) => c.notNull())
    .addColumn("next_at", "bigint", (c) => c.notNull())
    .addColumn("done_at", "bigint")
    .addColumn("last_error", "text")
    .execute();
  await schema
    .createIndex("delivery_waiting")
    .on("delivery")
    .columns(["done_at", "destination", "next_at"])
    .execute();
}
