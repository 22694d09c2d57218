import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SUITE_PARTITIONS, testBroker } from "@presage/stream/testsuite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEmbedded } from "./broker.ts";
import { type Database, openDatabase } from "./database.ts";
import { EntryLog } from "./entry-log.ts";
import { GroupCommit } from "./group-commit.ts";
import { snapshotFile } from "./snapshot.ts";

testBroker("the embedded broker", async () => {
  const directory = mkdtempSync(join(tmpdir(), "presage-embedded-"));
  return {
    open: () => openEmbedded({ directory, partitions: SUITE_PARTITIONS }),
    dispose: async () => rmSync(directory, { recursive: true }),
  };
});

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "presage-log-"))));
afterEach(() => rmSync(folder, { recursive: true }));
const openFile = (): Database => openDatabase(join(folder, "log.db"));

describe("the entry log", () => {
  const value = new Uint8Array([1]);
  let database: Database;
  let log: EntryLog;
  beforeEach(() => {
    database = openFile();
    log = new EntryLog(database, 1);
  });
  afterEach(() => database.close());

  it("deletes by the time of appending, whatever the event time", () => {
    log.append("samples", [{ key: "a", time: 0, partition: 0, value }]);
    log.mark(1_000);
    log.append("samples", [{ key: "a", time: 0, partition: 0, value }]);
    log.mark(2_000);
    log.trim("samples", 1_000, 100);
    expect(log.read("samples", 0, 0, 10).map((e) => e.offset)).toEqual([0, 1]);
    log.trim("samples", 1_001, 100);
    expect(log.read("samples", 0, 0, 10).map((e) => e.offset)).toEqual([1]);
  });

  it("deletes a part at a time, and says whether there may be more", () => {
    log.append(
      "samples",
      Array.from({ length: 3 }, () => ({ key: "a", time: 0, partition: 0, value })),
    );
    log.mark(1_000);
    expect(log.trim("samples", 2_000, 2)).toBe(true);
    expect(log.read("samples", 0, 0, 10).map((e) => e.offset)).toEqual([2]);
    expect(log.trim("samples", 2_000, 2)).toBe(false);
    expect(log.read("samples", 0, 0, 10)).toEqual([]);
  });

  it("goes on counting offsets after everything was deleted and the file was opened anew", () => {
    log.append("samples", [
      { key: "a", time: 0, partition: 0, value },
      { key: "a", time: 0, partition: 0, value },
    ]);
    log.mark(1_000);
    log.trim("samples", 2_000, 100);
    expect(log.read("samples", 0, 0, 10)).toEqual([]);
    expect(new EntryLog(database, 1).end("samples", 0)).toBe(2);
  });
});

describe("retention", () => {
  const DAYS_40 = 40 * 86_400_000;
  const block = { key: "a", time: 0, value: new Uint8Array(1_000) };

  it("frees all that is too old, however much it is, and keeps what is not", async () => {
    const before = await openEmbedded({ directory: folder, partitions: 1 });
    for (let i = 0; i < 3; i++)
      await before.append(
        "samples",
        Array.from({ length: 1_000 }, () => block),
      );
    await before.append("failures", [block]);
    await before.close();
    const database = openFile();
    const old = new EntryLog(database, 1);
    old.mark(Date.now() - DAYS_40);
    database.close();
    const broker = await openEmbedded({ directory: folder, partitions: 1, trimEvery: 20 });
    await broker.append("samples", [block]);
    await expect
      .poll(async () => (await broker.read("samples", 0, 0)).map(({ offset }) => offset))
      .toEqual([3_000]);
    expect(await broker.read("failures", 0, 0)).toHaveLength(1);
    await broker.close();
  });

  it("notes a time for what came since the last one only", () => {
    const database = openFile();
    const log = new EntryLog(database, 1);
    const marks = () => database.prepare("SELECT at, next FROM mark").all();
    log.append("failures", [{ ...block, partition: 0 }]);
    for (const at of [1_000, 2_000, 3_000]) log.mark(at);
    expect(marks()).toEqual([{ at: 1_000, next: 1 }]);
    log.append("failures", [{ ...block, partition: 0 }]);
    log.mark(4_000);
    expect(marks()).toEqual([
      { at: 1_000, next: 1 },
      { at: 4_000, next: 2 },
    ]);
    database.close();
  });
});

describe("the file", () => {
  it("that is none is refused with what SQLite says of it", async () => {
    writeFileSync(
      join(folder, "log.db"),
      "no database, but longer than SQLite's header of a hundred bytes. ".repeat(99),
    );
    const error = await openEmbedded({ directory: folder }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: "BROKER_UNAVAILABLE",
      cause: { message: expect.stringContaining("not a database") as string },
    });
  });

  it("of a newer version is not touched", async () => {
    openFile().close();
    const newer = openFile();
    newer.exec("PRAGMA user_version = 99");
    newer.close();
    await expect(openEmbedded({ directory: folder })).rejects.toMatchObject({ code: "FORMAT_NEWER" });
  });

  it("is copied while it is open", async () => {
    const broker = await openEmbedded({ directory: folder, partitions: 1 });
    await broker.append("samples", [{ key: "a", time: 0, value: new Uint8Array([1]) }]);
    mkdirSync(join(folder, "copy"));
    snapshotFile(join(folder, "log.db"), join(folder, "copy", "log.db"));
    await broker.append("samples", [{ key: "b", time: 0, value: new Uint8Array([2]) }]);
    await broker.close();
    const copy = await openEmbedded({ directory: join(folder, "copy"), partitions: 1 });
    expect((await copy.read("samples", 0, 0)).map(({ key }) => key)).toEqual(["a"]);
    await copy.close();
  });
});

describe("a disk that is full", () => {
  it("makes appends fail with BROKER_FULL and nothing else; they work again as soon as there is room", async () => {
    const database = openFile();
    const log = new EntryLog(database, 1);
    const commits = new GroupCommit(database, () => log.forget());
    const append = (bytes: number) =>
      commits.write(() =>
        log.append("samples", [{ key: "a", time: 0, partition: 0, value: new Uint8Array(bytes) }]),
      );
    await append(10);
    const pages = database.prepare("PRAGMA page_count").get()?.["page_count"] as number;
    database.exec(`PRAGMA max_page_count = ${pages + 2}`);
    await expect(append(100_000)).rejects.toMatchObject({ code: "BROKER_FULL" });
    expect(log.end("samples", 0)).toBe(1);
    database.exec(`PRAGMA max_page_count = ${pages + 200}`);
    await append(100_000);
    expect(log.read("samples", 0, 0, 10).map((e) => [e.offset, e.value.byteLength])).toEqual([
      [0, 10],
      [1, 100_000],
    ]);
    database.close();
  });
});
