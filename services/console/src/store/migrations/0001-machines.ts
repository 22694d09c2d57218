import type { Kysely } from "kysely";
import type { Kind } from "../database.ts";

/** Machines, what is predicted of them, and what was said and done. */
export async function up(db: Kysely<unknown>, kind: Kind): Promise<void> {
  const { schema } = db;
  const bytes = kind === "sqlite" ? "blob" : "bytea";
  const counter = kind === "sqlite" ? "integer" : "bigserial";

  await schema
    .createTable("asset")
    .addColumn("id", counter, (c) => c.primaryKey())
    .addColumn("path", "text", (c) => c.notNull().unique())
    .addColumn("site", "text", (c) => c.notNull())
    .addColumn("area", "text", (c) => c.notNull())
    .addColumn("line", "text", (c) => c.notNull())
    .addColumn("class", "text", (c) => c.notNull())
    .addColumn("configured", "integer", (c) => c.notNull())
    .addColumn("first_seen", "bigint", (c) => c.notNull())
    .addColumn("last_seen", "bigint", (c) => c.notNull())
    .addColumn("heard_at", "bigint", (c) => c.notNull())
    .addColumn("silent_after", "bigint", (c) => c.notNull())
    .addColumn("risk", "double precision")
    .addColumn("zone", "text")
    .addColumn("data_fault", "text")
    .addColumn("learning", "integer", (c) => c.notNull())
    .addColumn("not_scored", "text")
    .addColumn("out_of_service", "integer", (c) => c.notNull())
    .addColumn("kept_through", "bigint", (c) => c.notNull())
    .execute();
  await schema
    .createTable("latest")
    .addColumn("asset_id", "bigint", (c) => c.notNull())
    .addColumn("topic", "text", (c) => c.notNull())
    .addColumn("value", bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint("latest_key", ["asset_id", "topic"])
    .execute();
  await schema
    .createTable("series")
    .addColumn("asset_id", "bigint", (c) => c.notNull())
    .addColumn("stream", "text", (c) => c.notNull())
    .addColumn("position", "integer", (c) => c.notNull())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("unit", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("series_key", ["asset_id", "stream", "position"])
    .execute();
  await schema
    .createTable("trend")
    .addColumn("asset_id", "bigint", (c) => c.notNull())
    .addColumn("stream", "text", (c) => c.notNull())
    .addColumn("tier", "integer", (c) => c.notNull())
    .addColumn("start", "bigint", (c) => c.notNull())
    .addColumn("value", bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint("trend_key", ["asset_id", "stream", "tier", "start"])
    .execute();

  await schema
    .createTable("failure")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("asset_id", "bigint", (c) => c.notNull())
    .addColumn("revision", "integer", (c) => c.notNull())
    .addColumn("open", "integer", (c) => c.notNull())
    .addColumn("severity", "integer", (c) => c.notNull())
    .addColumn("opened_at", "bigint", (c) => c.notNull())
    .addColumn("updated_at", "bigint", (c) => c.notNull())
    .addColumn("closed_at", "bigint")
    .addColumn("life", "double precision")
    .addColumn("mode", "text")
    .addColumn("model", "text")
    .addColumn("flood", "text")
    .addColumn("value", "text", (c) => c.notNull())
    .addColumn("acknowledged_at", "bigint")
    .addColumn("acknowledged_by", "text")
    .addColumn("acknowledged_severity", "integer")
    .addColumn("shelved_until", "bigint")
    .addColumn("shelved_by", "text")
    .addColumn("shelved_reason", "text")
    .addColumn("work_order", "text")
    .addColumn("label", "text")
    .execute();
  await schema.createIndex("failure_asset").on("failure").columns(["asset_id", "open"]).execute();
  await schema.createIndex("failure_open").on("failure").column("open").execute();
  await schema
    .createTable("flood")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("line", "text", (c) => c.notNull())
    .addColumn("open", "integer", (c) => c.notNull())
    .addColumn("opened_at", "bigint", (c) => c.notNull())
    .addColumn("value", "text", (c) => c.notNull())
    .execute();
  await schema
    .createTable("journal")
    .addColumn("id", counter, (c) => c.primaryKey())
    .addColumn("asset_id", "bigint", (c) => c.notNull())
    .addColumn("failure", "text")
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("key", "text", (c) => c.notNull().unique())
    .addColumn("value", "text", (c) => c.notNull())
    .execute();
  await schema.createIndex("journal_asset").on("journal").columns(["asset_id", "id"]).execute();
  await schema.createIndex("journal_failure").on("journal").columns(["failure", "id"]).execute();

  await schema
    .createTable("block")
    .addColumn("asset_id", "bigint", (c) => c.notNull())
    .addColumn("time", "bigint", (c) => c.notNull())
    .addColumn("first", "bigint", (c) => c.notNull())
    .addColumn("last", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("block_key", ["asset_id", "time"])
    .execute();
  await schema
    .createTable("snapshot")
    .addColumn("asset_id", "bigint", (c) => c.notNull())
    .addColumn("sensor", "text", (c) => c.notNull())
    .addColumn("time", "bigint", (c) => c.notNull())
    .addColumn("rate", "double precision", (c) => c.notNull())
    .addColumn("unit", "text", (c) => c.notNull())
    .addColumn("samples", bytes, (c) => c.notNull())
    .addColumn("failure", "text")
    .addPrimaryKeyConstraint("snapshot_key", ["asset_id", "sensor", "time"])
    .execute();
  await schema
    .createTable("rejection")
    .addColumn("id", counter, (c) => c.primaryKey())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("topic", "text", (c) => c.notNull())
    .addColumn("code", "text", (c) => c.notNull())
    .addColumn("reason", "text", (c) => c.notNull())
    .addColumn("size", "bigint", (c) => c.notNull())
    .addColumn("bytes", bytes, (c) => c.notNull())
    .execute();
  await schema.createIndex("rejection_at").on("rejection").column("at").execute();
  await schema
    .createTable("progress")
    .addColumn("topic", "text", (c) => c.notNull())
    .addColumn("partition", "integer", (c) => c.notNull())
    .addColumn("next", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("progress_key", ["topic", "partition"])
    .execute();
}
