import type { Kysely } from "kysely";

/** When each sensor was there last, and rejected messages by code. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("sensor")
    .addColumn("asset_id", "bigint", (c) => c.notNull())
    .addColumn("sensor", "text", (c) => c.notNull())
    .addColumn("quantity", "text", (c) => c.notNull())
    .addColumn("last_seen", "bigint", (c) => c.notNull())
    .addColumn("every", "double precision", (c) => c.notNull())
    .addColumn("silent", "integer", (c) => c.notNull())
    .addPrimaryKeyConstraint("sensor_key", ["asset_id", "sensor"])
    .execute();
  await schema.createIndex("sensor_silent").on("sensor").column("silent").execute();
  await schema.createIndex("rejection_code").on("rejection").columns(["code", "id"]).execute();
}
