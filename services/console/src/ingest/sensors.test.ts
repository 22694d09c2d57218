import type { FeatureWindow } from "@presage/contracts";
import { beforeEach, expect, it } from "vitest";
import { type AssetBook, assetBook } from "../store/assets.ts";
import type { Database } from "../store/database.ts";
import { silentSensors } from "../store/silent.ts";
import { onEachStore } from "../store/store.testkit.ts";
import { ASSET, windowOf } from "./messages.testkit.ts";
import { takeSensors } from "./sensors.ts";

const heard = windowOf(0, 1).value.sensors["vib-x"];
const withSensors = (...names: string[]): FeatureWindow["sensors"] =>
  Object.fromEntries(names.flatMap((name) => (heard === undefined ? [] : [[name, heard]])));

onEachStore("sensors", (open) => {
  let db: Database;
  let book: AssetBook;
  let next: number;
  const configured = () => ({ class: "pump", configured: true });
  const bytes = new Uint8Array();

  /** The next windows, all in one flush. */
  const take = async (now: number, ...windows: string[][]): Promise<void> => {
    const written = windows.map((names) => ({
      message: windowOf(next++, 1, ASSET, { sensors: withSensors(...names) }),
      bytes,
    }));
    await book.known(db, new Set([ASSET]));
    await takeSensors(db, book, written, now);
    book.get(ASSET).last.set("features", (next - 1) * 10_000);
  };
  const rows = () =>
    db.selectFrom("sensor").select(["sensor", "last_seen", "silent"]).orderBy("sensor").execute();
  const silent = async () => (await silentSensors(db, 10)).items.map(({ sensor }) => sensor);

  beforeEach(async () => {
    db = await open();
    book = assetBook(configured);
    next = 0;
  });

  it("are silent when they miss more windows than they used to, and no more once they are back", async () => {
    await take(0, ["a", "b"], ["a", "b"], ["a"], ["a"], ["a"]);
    expect(await silent()).toEqual([]);
    await take(0, ["a"]);
    await db.updateTable("asset").set({ last_seen: 60_000 }).execute();
    expect((await silentSensors(db, 10)).items).toEqual([
      { asset: ASSET, sensor: "b", quantity: "acceleration", lastSeen: 20_000, assetLastSeen: 60_000 },
    ]);
    await take(0, ["a", "b"]);
    expect(await silent()).toEqual([]);
  });

  it("that come in every fourth window are silent when they miss twelve", async () => {
    const slow = [["a", "b"], ["a"], ["a"], ["a"]];
    await take(0, ...slow, ...slow, ...slow, ["a"], ["a"], ["a"]);
    expect(await silent()).toEqual([]);
    await take(0, ...Array.from({ length: 9 }, () => ["a"]));
    expect(await silent()).toEqual(["b"]);
  });

  it("are written down when they are new, and once a minute", async () => {
    await take(100_000, ["a"]);
    await take(101_000, ["a"]);
    expect(await rows()).toEqual([{ sensor: "a", last_seen: 10_000, silent: 0 }]);
    await take(160_000, ["a"]);
    expect(await rows()).toEqual([{ sensor: "a", last_seen: 30_000, silent: 0 }]);
  });

  it("are known again after a restart", async () => {
    await take(0, ["a", "b"]);
    book.forget();
    await take(0, ["a"], ["a"], ["a"], ["a"]);
    expect(await silent()).toEqual(["b"]);
  });

  it("do not count a window that comes again", async () => {
    await take(0, ["a", "b"]);
    for (let i = 0; i < 10; i++) {
      next = 0;
      await take(0, ["a"]);
    }
    expect(await silent()).toEqual([]);
  });
});
