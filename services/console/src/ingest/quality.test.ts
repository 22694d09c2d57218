import { type Breach, breaches, type Message, qualityDays } from "@presage/contracts";
import { beforeEach, expect, it } from "vitest";
import { type AssetBook, assetBook } from "../store/assets.ts";
import type { Database } from "../store/database.ts";
import { breachesOf, openBreaches, pruneQuality, qualityDaysOf } from "../store/quality.ts";
import { onEachStore } from "../store/store.testkit.ts";
import { ASSET } from "./messages.testkit.ts";
import { takeBreaches, takeQualityDays } from "./quality.ts";

const { example } = breaches;

/** A revision of a breach that began at a time. */
const revision = (since: number, over: Partial<Breach> = {}): Message<Breach> => ({
  key: ASSET,
  time: since,
  value: { ...example.value, id: `${ASSET}@${since}`, since, ...over },
});
const closed = (since: number): Message<Breach> =>
  revision(since, { revision: 2, state: "closed", until: since + 5_000, open: [] });

onEachStore("breaches of data quality", (open) => {
  let db: Database;
  let book: AssetBook;
  let id: number;

  beforeEach(async () => {
    db = await open();
    book = assetBook(() => ({ class: "pump", configured: true }));
    await book.known(db, new Set([ASSET]));
    ({ id } = book.get(ASSET));
  });

  it("are open until they are closed, the oldest first, whatever comes again", async () => {
    expect(await takeBreaches(db, book, [revision(2_000), revision(1_000)])).toHaveLength(2);
    const { items, total } = await openBreaches(db, 10);
    expect(total).toBe(2);
    expect(items[0]).toEqual({
      id: `${ASSET}@1000`,
      asset: ASSET,
      sensor: "temp",
      requirement: "pumps",
      kind: "gap",
      owner: "instrumentation@site1.example",
      limit: [30_000],
      worst: 95_000,
      open: true,
      since: 1_000,
    });
    expect(await takeBreaches(db, book, [closed(1_000), revision(1_000)])).toMatchObject([
      { kind: "data-quality", asset: ASSET, breach: { state: "closed" } },
    ]);
    expect(await takeBreaches(db, book, [revision(2_000, { revision: 2, state: "updated" })])).toEqual([]);
    expect(await openBreaches(db, 10)).toMatchObject({ items: [{ since: 2_000 }], total: 1 });
    expect(await openBreaches(db, 0)).toMatchObject({ items: [], total: 1 });
  });

  it("are told of an asset, those that are open first, and are no matter while it is out of service", async () => {
    await takeBreaches(db, book, [revision(1_000), revision(9_000), closed(9_000)]);
    expect(await breachesOf(db, id, 10)).toMatchObject([
      { since: 1_000, open: true },
      { since: 9_000, open: false, until: 14_000 },
    ]);
    await db.updateTable("asset").set({ out_of_service: 1 }).where("id", "=", id).execute();
    expect(await openBreaches(db, 10)).toEqual({ items: [], total: 0 });
  });

  it("have a report of each day, kept once, and are deleted when they are over and old", async () => {
    const { value } = qualityDays.example;
    const day = (start: number) => ({
      key: ASSET,
      time: start,
      value: { ...value, start, day: `day ${start}` },
    });
    await takeQualityDays(db, book, [day(1), day(2), day(2), day(3)]);
    const [last] = await qualityDaysOf(db, id, 2);
    expect((await qualityDaysOf(db, id, 2)).map((each) => each.day)).toEqual(["day 3", "day 2"]);
    expect(last?.sensors).toEqual([{ sensor: "temp", ...value.sensors["temp"] }]);
    await takeBreaches(db, book, [revision(1), closed(2), closed(5)]);
    await pruneQuality(db, 3);
    expect((await breachesOf(db, id, 10)).map(({ since }) => since)).toEqual([1, 5]);
    expect((await qualityDaysOf(db, id, 10)).map((each) => each.day)).toEqual(["day 3"]);
  });
});
