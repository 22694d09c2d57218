import { describe, expect, it } from "vitest";
import { onEachStore } from "../store/store.testkit.ts";
import { MOST_ATTEMPTS } from "./backoff.ts";
import { destination, occasion } from "./notify.testkit.ts";
import { claim, enqueue, postpone, settle } from "./outbox.ts";
import { readDestinations, shownAddress } from "./standing.ts";

describe("the address of a destination", () => {
  it.each([
    ["https://hooks.example", "https://hooks.example/"],
    ["https://hooks.example/presage", "https://hooks.example/presage"],
    ["https://hooks.example/services/T0/B0/s3cret", "https://hooks.example/services/…"],
    ["https://hooks.example:8443/hook?token=s3cret", "https://hooks.example:8443/hook…"],
  ])("%s is shown as %s", (url, shown) => {
    expect(shownAddress(destination({ url }))).toBe(shown);
  });

  it("is shown as it is if it is a mailbox", () => {
    expect(shownAddress(destination({ email: "shift@plant.example" }))).toBe("shift@plant.example");
  });
});

const HOOK = destination({ url: "https://a.example/x", severities: ["critical"], secret: "whsec_hush" });
const AGAIN = destination({
  url: "https://a.example/x",
  severities: ["high"],
  sites: ["site1"],
  on: ["opened"],
});
const MAIL = destination({ email: "b@plant.example", severities: ["low"] });

onEachStore("the standing of destinations", (open) => {
  it("says what each is told of, and how many events wait, arrived and were lost", async () => {
    const db = await open();
    const now = occasion("f").failure.updatedAt;
    for (const id of ["f", "g", "h", "i"]) await enqueue(db, [HOOK, AGAIN, MAIL], occasion(id), now);
    const next = async () => {
      const delivery = await claim(db, "https://a.example/x", now);
      if (delivery === undefined) throw new Error("nothing is due");
      return delivery;
    };
    await settle(db, await next(), now + 1);
    await postpone(db, { ...(await next()), attempts: MOST_ATTEMPTS }, "answered 410", now + 2, now + 3);
    await postpone(db, await next(), "answered 500", now + 4, now + 9);
    const [hook, mail, ...rest] = await readDestinations(db, [HOOK, AGAIN, MAIL]);
    expect(rest).toEqual([]);
    expect(hook).toEqual({
      id: expect.stringMatching(/^[\w-]{16}$/) as string,
      kind: "webhook",
      address: "https://a.example/x",
      signed: true,
      told: [
        { on: ["opened", "escalated"], severities: ["critical"], sites: [], owners: [] },
        { on: ["opened"], severities: ["high"], sites: ["site1"], owners: [] },
      ],
      waiting: 2,
      delivered: 1,
      lost: 1,
      deliveredAt: now + 1,
      nextAt: now,
      lastError: { at: now + 4, why: "answered 500" },
    });
    expect(mail).toMatchObject({ kind: "email", signed: false, waiting: 0, delivered: 0, lost: 0 });
    expect(mail).not.toHaveProperty("lastError");
  });

  it("knows no error any more once what had it arrived", async () => {
    const db = await open();
    const now = occasion("f").failure.updatedAt;
    await enqueue(db, [AGAIN], occasion("f"), now);
    const delivery = await claim(db, "https://a.example/x", now);
    if (delivery === undefined) throw new Error("nothing is due");
    await postpone(db, delivery, "answered 500", now, now);
    await settle(db, delivery, now + 1);
    const [hook] = await readDestinations(db, [AGAIN]);
    expect(hook).toMatchObject({ waiting: 0, delivered: 1 });
    expect(hook).not.toHaveProperty("lastError");
  });
});
