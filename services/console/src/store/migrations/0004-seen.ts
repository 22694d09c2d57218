import type { Kysely } from "kysely";

/** When each user was there last, and when a delivery failed last. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable("account").addColumn("seen_at", "bigint").execute();
  await schema.alterTable("delivery").addColumn("failed_at", "bigint").execute();
}
