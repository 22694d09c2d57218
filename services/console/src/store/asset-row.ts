import type { Selectable } from "kysely";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

/** What is written down of an asset; undefined if nothing was heard of it. */
export const assetRow = (db: Database, path: string): Promise<Selectable<Tables["asset"]> | undefined> =>
  db.selectFrom("asset").selectAll().where("path", "=", path).where("last_seen", ">", 0).executeTakeFirst();
