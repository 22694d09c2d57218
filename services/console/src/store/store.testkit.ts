import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Postgres, skipWithout, startPostgres } from "@presage/testbed";
import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { type Database, openDatabase } from "./database.ts";

/** Runs tests on every kind of store; `open` gives a new, empty one, which is closed after the test. */
export function onEachStore(title: string, tests: (open: () => Promise<Database>) => void): void {
  const opened: Database[] = [];
  const track = async (opening: Promise<Database>): Promise<Database> => {
    const db = await opening;
    opened.push(db);
    return db;
  };
  const closeAll = async (): Promise<void> => {
    await Promise.all(opened.splice(0).map((db) => db.destroy()));
  };

  describe(`${title}, on SQLite`, () => {
    let folder = "";
    let count = 0;
    beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "presage-console-"))));
    afterEach(closeAll);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    tests(() => track(openDatabase({ dataDir: join(folder, String(count++)) })));
  });

  describe.skipIf(skipWithout("postgres"))(`${title}, on PostgreSQL`, () => {
    let server: Postgres;
    beforeAll(async () => void (server = await startPostgres()));
    afterEach(closeAll);
    afterAll(() => server.stop());
    tests(() => track(openDatabase({ dataDir: "", url: server.createDatabase() })));
  });
}
