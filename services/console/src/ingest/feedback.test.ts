import { beforeEach, expect, it } from "vitest";
import { readAudit } from "../people/audit.ts";
import { listAssets } from "../store/asset-list.ts";
import type { Database } from "../store/database.ts";
import { findFailure } from "../store/failures.ts";
import * as journal from "../store/journal.ts";
import { onEachStore } from "../store/store.testkit.ts";
import { tiersOf } from "../store/tiers.ts";
import { type Intake, openIntake } from "./intake.ts";
import {
  ASSET,
  failureOf,
  failures,
  features,
  feedback,
  logged,
  saidOf,
  WINDOW,
  windowOf,
} from "./messages.testkit.ts";

const FAILURE = `${ASSET}@1000`;
const opened = failureOf(0, { id: FAILURE, openedAt: 1_000, updatedAt: 1_000, severity: "high" });
const revised = (revision: number, over: object) =>
  failureOf(0, {
    id: FAILURE,
    openedAt: 1_000,
    updatedAt: 1_000 * revision,
    revision,
    state: "updated",
    ...over,
  });

onEachStore("the intake of feedback", (open) => {
  let db: Database;
  let intake: Intake;
  let place: Map<string, number>;
  let write: ReturnType<typeof logged>;
  const take = async (...entries: ReturnType<ReturnType<typeof logged>>) =>
    intake.take([{ partition: 0, place, entries }]);
  const state = async (now = 5_000) => (await findFailure(db, FAILURE, now))?.summary.state;

  beforeEach(async () => {
    db = await open();
    intake = openIntake(db, {
      tiers: tiersOf(WINDOW),
      configured: (path) => ({ class: "pump", configured: path === ASSET }),
      pass: ({ error }) => {
        throw error;
      },
    });
    place = new Map();
    write = logged();
  });

  it("takes an acknowledgement for the severity that it was given at", async () => {
    await take(...write(failures, opened));
    await take(...write(feedback, saidOf("acknowledge", 2_000, { failure: FAILURE })));
    expect(await state()).toBe("acknowledged");
    await take(...write(failures, revised(2, { severity: "medium" })));
    expect(await state()).toBe("acknowledged");
    const { occasions } = await take(...write(failures, revised(3, { severity: "critical" })));
    expect(occasions).toMatchObject([{ kind: "escalated" }]);
    expect(await state()).toBe("unacknowledged");
  });

  it("shelves until a time, and not longer", async () => {
    await take(...write(failures, opened));
    await take(
      ...write(feedback, saidOf("shelve", 2_000, { failure: FAILURE, until: 9_000, comment: "stop" })),
    );
    expect(await state(8_999)).toBe("shelved");
    expect((await findFailure(db, FAILURE, 8_999))?.summary.shelved).toEqual({
      until: 9_000,
      by: "jo",
      reason: "stop",
    });
    expect(await state(9_000)).toBe("unacknowledged");
    await take(...write(feedback, saidOf("unshelve", 3_000, { failure: FAILURE })));
    expect(await state(8_999)).toBe("unacknowledged");
  });

  it("means the open failure where none is named, and keeps still what is out of service", async () => {
    await take(...write(features, windowOf(1, 2)), ...write(failures, opened));
    await take(...write(feedback, saidOf("out-of-service", 2_000)));
    expect(await state()).toBe("out-of-service");
    expect((await listAssets(db, {}, 25_000)).items[0]?.health).toBe("learning");
    await take(...write(feedback, saidOf("in-service", 3_000), saidOf("acknowledge", 4_000)));
    expect(await state()).toBe("acknowledged");
  });

  it("takes a label with a work order's number for the outcome of the failure that it was made of, also once that has closed", async () => {
    const said = [
      saidOf("work-order", 2_000, { workOrder: "4711" }),
      saidOf("confirmed", 5_000, { workOrder: "4711", comment: "replaced", via: "mqtt" }),
    ] as const;
    await take(...write(failures, opened), ...write(feedback, said[0]));
    const of = async () => (await findFailure(db, FAILURE, 6_000))?.summary;
    expect(await of()).toMatchObject({ workOrder: "4711", workOrderDone: false });
    await take(...write(failures, revised(2, { state: "closed", closedAt: 4_000 })));
    await take(...write(feedback, said[1]));
    expect(await of()).toMatchObject({ label: "confirmed", workOrder: "4711", workOrderDone: true });
    expect((await journal.read(db, { failure: FAILURE })).at(-1)).toMatchObject({
      kind: "confirmed",
      text: "replaced",
      workOrder: "4711",
      via: "mqtt",
    });
    await take(...write(feedback, saidOf("work-order", 7_000, { failure: FAILURE, workOrder: "4712" })));
    expect(await of()).toMatchObject({ workOrder: "4712", workOrderDone: false });
  });

  it("of one asset is nothing to a failure of another", async () => {
    await take(...write(failures, opened));
    const other = "site1/press/line2/motor8";
    await take(...write(feedback, saidOf("acknowledge", 2_000, { failure: FAILURE }, other)));
    expect(await state()).toBe("unacknowledged");
    await take(...write(feedback, saidOf("comment", 3_000, { failure: FAILURE })));
    expect(await state()).toBe("unacknowledged");
    expect((await journal.read(db, { failure: FAILURE })).map(({ kind }) => kind)).toEqual([
      "opened",
      "comment",
    ]);
  });

  it("that came in one millisecond is all there, if it is of different work orders", async () => {
    const said = ["1", "2"].map((workOrder) => saidOf("confirmed", 2_000, { workOrder }));
    await take(...write(failures, opened), ...write(feedback, ...said));
    expect((await journal.read(db, { failure: FAILURE })).map(({ workOrder }) => workOrder)).toEqual([
      undefined,
      "1",
      "2",
    ]);
  });

  it("is audited if it did not come by the console, once, with the way it came", async () => {
    const said = [
      saidOf("acknowledge", 2_000, { via: "mqtt" }),
      saidOf("comment", 3_000, { via: "console" }),
    ];
    const entries = [...write(failures, opened), ...write(feedback, ...said)];
    await take(...entries);
    await db.deleteFrom("progress").execute();
    place = new Map();
    await take(...entries);
    expect((await readAudit(db, { limit: 10 })).items).toMatchObject([
      { at: 2_000, by: "jo", action: "feedback.acknowledge", target: ASSET, detail: { via: "mqtt" } },
    ]);
  });

  it("keeps label, work order and comment, each once, though the log is read again", async () => {
    const entries = [
      ...write(failures, opened),
      ...write(
        feedback,
        saidOf("work-order", 2_000, { workOrder: "4711" }),
        saidOf("confirmed", 3_000, { mode: "outer-race" }),
        saidOf("comment", 4_000, { comment: "<b>spalled</b>" }),
      ),
    ];
    await take(...entries);
    await db.deleteFrom("progress").execute();
    place = new Map();
    await take(...entries);
    const found = await findFailure(db, FAILURE, 5_000);
    expect(found?.summary).toMatchObject({ workOrder: "4711", label: "confirmed" });
    expect(await journal.read(db, { failure: FAILURE })).toMatchObject([
      { kind: "opened", severity: "high" },
      { kind: "work-order", by: "jo", workOrder: "4711", at: 2_000 },
      { kind: "confirmed", mode: "outer-race" },
      { kind: "comment", text: "<b>spalled</b>" },
    ]);
  });

  it("holds though it was read before the failure that it speaks of", async () => {
    await take(...write(feedback, saidOf("shelve", 2_000, { failure: FAILURE, until: 9_000 })));
    await take(...write(failures, opened));
    expect(await state()).toBe("shelved");
  });
});
