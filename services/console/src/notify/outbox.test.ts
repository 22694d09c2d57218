import { expect, it } from "vitest";
import { onEachStore } from "../store/store.testkit.ts";
import { MOST_ATTEMPTS } from "./backoff.ts";
import { destination, occasion } from "./notify.testkit.ts";
import { claim, enqueue, hurry, postpone, settle, tidy } from "./outbox.ts";

const A = destination({ url: "https://a.example" });
const B = destination({
  email: "b@plant.example",
  severities: ["critical"],
  sites: ["site2"],
  on: ["escalated"],
});

onEachStore("the outbox", (open) => {
  it("holds an event once for each destination that wants it", async () => {
    const db = await open();
    const critical = { ...occasion("g").failure, severity: "critical" as const };
    for (const each of [
      occasion("f"),
      occasion("f"),
      occasion("g", { failure: critical, kind: "escalated", asset: "site2/a/l/x" }),
      occasion("h", { failure: { ...critical, id: "h" }, kind: "escalated" }),
    ])
      await enqueue(db, [A, { ...A, severities: ["high"] }, B], each, 1_000);
    const rows = await db.selectFrom("delivery").select(["destination", "event"]).execute();
    const held = rows.map(
      (row) => `${row.destination} ${(JSON.parse(row.event) as { failure: { id: string } }).failure.id}`,
    );
    expect(held.toSorted()).toEqual([
      "b@plant.example g",
      "https://a.example f",
      "https://a.example g",
      "https://a.example h",
    ]);
  });

  it("holds nothing of what is over for more than a day, as when the log is read anew", async () => {
    const db = await open();
    const { failure } = occasion("f");
    const at = failure.updatedAt + 86_400_000;
    await enqueue(db, [A], occasion("f", { failure }), at + 1);
    expect(await claim(db, "https://a.example", 1e13)).toBeUndefined();
    await enqueue(db, [A], occasion("f", { failure }), at);
    expect(await claim(db, "https://a.example", 1e13)).toBeDefined();
  });

  it("holds nothing of what was taken back", async () => {
    const db = await open();
    const broken = db.transaction().execute(async (trx) => {
      await enqueue(trx, [A], occasion("f"), 0);
      throw new Error("the disk is full");
    });
    await expect(broken).rejects.toThrow("the disk is full");
    expect(await claim(db, "https://a.example", 1)).toBeUndefined();
  });

  it("gives a delivery to one who asks for it, and again if he does not come back in a minute", async () => {
    const db = await open();
    await enqueue(db, [A], occasion("f"), 1_000);
    expect(await claim(db, "https://a.example", 999)).toBeUndefined();
    const asked = await Promise.all([1, 2, 3].map(() => claim(db, "https://a.example", 1_000)));
    const [given] = asked.filter((delivery) => delivery !== undefined);
    expect(asked.filter((delivery) => delivery !== undefined)).toHaveLength(1);
    expect(given).toMatchObject({ id: expect.stringMatching(/^msg_[\w-]{27}$/) as string, attempts: 1 });
    expect(await claim(db, "https://a.example", 60_999)).toBeUndefined();
    expect(await claim(db, "https://a.example", 61_000)).toEqual({ ...given, attempts: 2 });
  });

  it("postpones, and gives up after the last attempt", async () => {
    const db = await open();
    await enqueue(db, [A], occasion("f"), 0);
    const delivery = await claim(db, "https://a.example", 0);
    if (delivery === undefined) throw new Error("nothing is due");
    expect(await postpone(db, delivery, "x".repeat(1_000), 0, 5_000)).toBe(false);
    expect(await claim(db, "https://a.example", 4_999)).toBeUndefined();
    expect(await claim(db, "https://a.example", 5_000)).toMatchObject({ attempts: 2 });
    expect(await postpone(db, { ...delivery, attempts: MOST_ATTEMPTS }, "gone", 6_000, 7_000)).toBe(true);
    expect(await claim(db, "https://a.example", 1e12)).toBeUndefined();
    const rows = await db.selectFrom("delivery").select(["done_at", "last_error"]).execute();
    expect(rows).toEqual([{ done_at: 6_000, last_error: "gone" }]);
  });

  it("makes what waits due when the destination is there again, but not what is being tried", async () => {
    const db = await open();
    await enqueue(db, [A], occasion("f"), 0);
    await enqueue(db, [A], occasion("g"), 1);
    const first = await claim(db, "https://a.example", 1);
    if (first === undefined) throw new Error("nothing is due");
    await postpone(db, first, "refused", 1, 86_400_000);
    const second = await claim(db, "https://a.example", 1);
    await hurry(db, "https://a.example", 2);
    expect(await claim(db, "https://a.example", 2)).toMatchObject({ id: first.id, attempts: 2 });
    expect(second?.id).not.toBe(first.id);
    expect(await claim(db, "https://a.example", 2)).toBeUndefined();
  });

  it("forgets what was done a month ago, and what is for nobody any more", async () => {
    const db = await open();
    await enqueue(db, [A, destination({ email: "c@plant.example" })], occasion("f"), 0);
    const delivery = await claim(db, "https://a.example", 0);
    if (delivery === undefined) throw new Error("nothing is due");
    await settle(db, delivery, 0);
    await tidy(db, [A], 1_000);
    expect(await claim(db, "c@plant.example", 1e12)).toBeUndefined();
    await tidy(db, [], 30 * 86_400_000 + 1);
    expect(await db.selectFrom("delivery").select("destination").execute()).toEqual([
      { destination: "c@plant.example" },
    ]);
  });
});
