import { type Dialect, Kysely, PostgresDialect, type SqliteDatabase, SqliteDialect } from "kysely";
import Libsql from "libsql";
import { type Postgres, skipWithout, startPostgres } from "@presage/testbed";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Kind } from "./database.ts";
import { migrate, STEPS } from "./migrate.ts";
import type { Tables } from "./tables.ts";

/** An asset as the first version wrote it. */
const ASSET = {
  path: "site1/press/line2/motor7",
  site: "site1",
  area: "site1/press",
  line: "site1/press/line2",
  class: "default",
  configured: 0,
  first_seen: 1,
  last_seen: 2,
  heard_at: 3,
  silent_after: 4,
  learning: 1,
  out_of_service: 0,
  kept_through: 0,
};

function suite(kind: Kind, dialect: () => Dialect): void {
  it.each(Object.keys(STEPS))("goes forward from version %s, with what is in it", async (version) => {
    const db = new Kysely<Tables>({ dialect: dialect() });
    await migrate(db as Kysely<unknown>, kind, version);
    await db.insertInto("asset").values(ASSET).execute();
    await migrate(db as Kysely<unknown>, kind);
    expect(await db.selectFrom("asset").selectAll().execute()).toMatchObject([ASSET]);
    // Everything that this version uses is there.
    await db.selectFrom("sensor").selectAll().execute();
    await db.selectFrom("delivery").selectAll().execute();
    await db.destroy();
  });

  it("changes nothing if it is called again", async () => {
    const db = new Kysely<Tables>({ dialect: dialect() });
    await migrate(db as Kysely<unknown>, kind);
    await db.insertInto("asset").values(ASSET).execute();
    await migrate(db as Kysely<unknown>, kind);
    expect(await db.selectFrom("asset").selectAll().execute()).toHaveLength(1);
    await db.destroy();
  });
}

describe("the store's migration, on SQLite", () => {
  suite("sqlite", () => new SqliteDialect({ database: new Libsql(":memory:") as unknown as SqliteDatabase }));
});

describe.skipIf(skipWithout("postgres"))("the store's migration, on PostgreSQL", () => {
  let server: Postgres;
  beforeAll(async () => void (server = await startPostgres()));
  afterAll(() => server.stop());
  suite(
    "postgres",
    () => new PostgresDialect({ pool: new Pool({ connectionString: server.createDatabase() }) }),
  );
});
