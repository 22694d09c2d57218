import type { Kysely } from "kysely";

/** Whether it was said what came of a failure's work order. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable("failure")
    .addColumn("work_order_done", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
}
