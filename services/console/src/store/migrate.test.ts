import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { type Postgres, skipWithout, startPostgres } from "@presage/testbed";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect, type Database, type StoreOptions } from "./database.ts";
import { migrate, STEPS } from "./migrate.ts";

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

function suite(options: () => StoreOptions): void {
  let db: Database | undefined;
  afterEach(() => db?.destroy());

  it("does not touch a store that a newer version has been at", async () => {
    const [store, kind] = await connect(options());
    db = store;
    await migrate(store as Kysely<unknown>, kind);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`.execute(store);
    await expect(migrate(store as Kysely<unknown>, kind)).rejects.toMatchObject({ code: "FORMAT_NEWER" });
    await sql`delete from kysely_migration where name = '9999-later'`.execute(store);
  });

  it.each(Object.keys(STEPS))("goes forward from version %s, with what is in it", async (version) => {
    const [store, kind] = await connect(options());
    db = store;
    const forward = (until?: string) => migrate(store as Kysely<unknown>, kind, until);
    await forward(version);
    await store.insertInto("asset").values(ASSET).execute();
    await forward();
    await forward();
    expect(await store.selectFrom("asset").selectAll().execute()).toMatchObject([ASSET]);
    // What later versions added is there.
    expect(await store.selectFrom("sensor").selectAll().execute()).toEqual([]);
    expect(await store.selectFrom("delivery").selectAll().execute()).toEqual([]);
  });
}

describe("the store's migration, on SQLite", () => {
  const folder = mkdtempSync(join(tmpdir(), "presage-migrate-"));
  let count = 0;
  afterAll(() => rmSync(folder, { recursive: true }));
  suite(() => ({ dataDir: join(folder, String(count++)) }));
});

describe.skipIf(skipWithout("postgres"))("the store's migration, on PostgreSQL", () => {
  let server: Postgres;
  beforeAll(async () => void (server = await startPostgres()));
  afterAll(() => server.stop());
  suite(() => ({ dataDir: "", url: server.createDatabase() }));
});
