import type { Message, Rejection } from "@presage/contracts";
import { beforeEach, expect, it } from "vitest";
import type { Database } from "./database.ts";
import {
  countRejections,
  findRejection,
  listRejections,
  pruneRejections,
  writeRejections,
} from "./rejections.ts";
import { onEachStore } from "./store.testkit.ts";

const DAY = 86_400_000;
const NOW = 1_700_000_000_000;

const rejection = (n: number, at: number, over: Partial<Rejection> = {}): Message<Rejection> => ({
  key: `plant/motor${n}`,
  time: at,
  value: {
    code: "json-malformed",
    reason: "The payload is not JSON.",
    topic: `plant/Motor${n}`,
    size: 5,
    bytes: "aGVsbG8=",
    ...over,
  },
});

onEachStore("rejected messages", (open) => {
  let db: Database;
  const topics = async (query: Parameters<typeof listRejections>[1] = {}) =>
    (await listRejections(db, query)).items.map(({ topic }) => topic);

  beforeEach(async () => {
    db = await open();
  });

  it("are found by code and by text in the topic, newest first", async () => {
    await writeRejections(db, [
      rejection(1, NOW),
      rejection(2, NOW, { code: "unit-unknown" }),
      rejection(3, NOW),
    ]);
    expect(await topics()).toEqual(["plant/Motor3", "plant/Motor2", "plant/Motor1"]);
    expect(await topics({ code: "unit-unknown" })).toEqual(["plant/Motor2"]);
    expect(await topics({ topic: "motor3" })).toEqual(["plant/Motor3"]);
    expect(await topics({ topic: "_" })).toEqual([]);
    const first = await listRejections(db, { limit: 2 });
    expect(first.items).toMatchObject([{ kept: 5, size: 5 }, { kept: 5 }]);
    expect(await topics(first.next === undefined ? {} : { before: first.next })).toEqual(["plant/Motor1"]);
  });

  it("keep their bytes", async () => {
    await writeRejections(db, [rejection(1, NOW)]);
    const [{ id } = { id: 0 }] = (await listRejections(db, {})).items;
    const found = await findRejection(db, id);
    expect(Buffer.from(found?.bytes ?? []).toString()).toBe("hello");
    expect(await findRejection(db, id + 1)).toBeUndefined();
  });

  it("are counted by code in stretches of time; what is ahead of the clock belongs to the last", async () => {
    await writeRejections(db, [
      rejection(1, NOW - 1),
      rejection(2, NOW),
      rejection(3, NOW + 19),
      rejection(4, NOW + 10, { code: "unit-unknown" }),
      rejection(5, NOW + 999),
    ]);
    expect(await countRejections(db, { from: NOW, step: 10, stretches: 2 })).toEqual([
      { code: "json-malformed", counts: [1, 2], total: 3 },
      { code: "unit-unknown", counts: [0, 1], total: 1 },
    ]);
  });

  it("are deleted when they are older than 30 days, or beyond the newest", async () => {
    await writeRejections(db, [
      rejection(1, NOW - 31 * DAY),
      rejection(2, NOW - 29 * DAY),
      ...[3, 4, 5].map((n) => rejection(n, NOW)),
    ]);
    await pruneRejections(db, NOW);
    expect(await topics()).toHaveLength(4);
    await pruneRejections(db, NOW, 3);
    expect(await topics()).toEqual(["plant/Motor5", "plant/Motor4", "plant/Motor3"]);
  });
});
