import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Postgres, skipWithout, startPostgres } from "@presage/testbed";
import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { type Database, openDatabase } from "./database.ts";

/** Runs a suite on SQLite and on a real PostgreSQL. `open` gives a store of its own to each call, and it is closed after the test. */
export function onBothStores(name: string, suite: (open: () => Promise<Database>) => void): void {
  const opened: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of opened.splice(0)) await close();
  });

  describe(`${name}, on SQLite`, () => {
    suite(async () => {
      const dataDir = mkdtempSync(join(tmpdir(), "presage-console-"));
      const db = await openDatabase({ dataDir });
      opened.push(async () => {
        await db.destroy();
        rmSync(dataDir, { recursive: true });
      });
      return db;
    });
  });

  describe.skipIf(skipWithout("postgres"))(`${name}, on PostgreSQL`, () => {
    let postgres: Postgres | undefined;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(async () => postgres?.stop());
    suite(async () => {
      const db = await openDatabase({ dataDir: tmpdir(), url: postgres?.createDatabase() });
      opened.push(() => db.destroy());
      return db;
    });
  });
}
