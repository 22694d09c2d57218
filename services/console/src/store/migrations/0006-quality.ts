import type { Kysely } from "kysely";

/** Breaches of data-quality requirements, and the reports of days. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("breach")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("asset_id", "bigint", (c) => c.notNull())
    .addColumn("open", "integer", (c) => c.notNull())
    .addColumn("since", "bigint", (c) => c.notNull())
    .addColumn("revision", "integer", (c) => c.notNull())
    .addColumn("value", "text", (c) => c.notNull())
    .execute();
  await schema.createIndex("breach_asset").on("breach").columns(["asset_id", "since"]).execute();
  await schema.createIndex("breach_open").on("breach").columns(["open", "since"]).execute();
  await schema
    .createTable("quality_day")
    .addColumn("asset_id", "bigint", (c) => c.notNull())
    .addColumn("start", "bigint", (c) => c.notNull())
    .addColumn("value", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("quality_day_key", ["asset_id", "start"])
    .execute();
}
