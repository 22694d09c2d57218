import { groups, rejected } from "@presage/contracts";
import { beforeEach, describe, expect, it } from "vitest";
import { listAssets, listPlaces } from "../store/asset-list.ts";
import type { Database } from "../store/database.ts";
import { findFailure } from "../store/failures.ts";
import * as journal from "../store/journal.ts";
import { onEachStore } from "../store/store.testkit.ts";
import { tiersOf } from "../store/tiers.ts";
import { readTracks } from "../store/trends.ts";
import { type Intake, openIntake } from "./intake.ts";
import {
  ASSET,
  failureOf,
  failures,
  features,
  logged,
  predictionOf,
  predictions,
  WINDOW,
  windowOf,
} from "./messages.testkit.ts";

const tiers = tiersOf(WINDOW);
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

const intakeOf = (db: Database): Intake =>
  openIntake(db, {
    tiers,
    configured: (path) => ({ class: "pump", configured: path === ASSET }),
    pass: ({ error }) => {
      throw error;
    },
  });

onEachStore("the intake", (open) => {
  let db: Database;
  let intake: Intake;
  let place: Map<string, number>;
  let write: ReturnType<typeof logged>;
  const take = async (...entries: ReturnType<ReturnType<typeof logged>>) =>
    intake.take([{ partition: 0, place, entries }]);
  const tracks = async (name: string, from: number, to: number) => {
    const row = await db.selectFrom("asset").selectAll().where("path", "=", ASSET).executeTakeFirstOrThrow();
    const read = await readTracks(db, tiers, row.id, [name], from, to, row.last_seen);
    return { step: read.step, ...read.tracks[0] };
  };
  const state = async (now = 5_000) => (await findFailure(db, FAILURE, now))?.summary.state;

  beforeEach(async () => {
    db = await open();
    intake = intakeOf(db);
    place = new Map();
    write = logged();
  });

  describe("of windows", () => {
    it("makes the asset known, with its place and what is configured of it", async () => {
      await take(...write(features, windowOf(1, 2), windowOf(1, 3, "site1/press/line2/motor8")));
      expect(await listPlaces(db, 30_000)).toEqual({
        places: [
          { path: "site1", assets: 2, health: { learning: 2 } },
          { path: "site1/press", assets: 2, health: { learning: 2 } },
          { path: "site1/press/line2", assets: 2, health: { learning: 2 } },
        ],
        total: 2,
        unconfigured: 1,
      });
    });

    it("keeps every feature of every window, and of a minute the mean, the least and the most", async () => {
      const windows = [4, 1, 7, 4, 4, 4, 9].map((rms, n) => windowOf(n, rms));
      await take(...write(features, ...windows.slice(0, 3)));
      await take(...write(features, ...windows.slice(3)));
      expect(await tracks("vib-x.velocity_rms", 0, 70_000)).toMatchObject({
        step: WINDOW,
        unit: "mm/s",
        time: [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000],
        mean: [4, 1, 7, 4, 4, 4, 9],
      });
      // Of a time that is too long for windows: the minute that is complete, and the window after it.
      expect(await tracks("vib-x.velocity_rms", 0, 3_001 * WINDOW)).toMatchObject({
        step: 60_000,
        time: [0, 60_000],
        mean: [4, 9],
        least: [1, 9],
        most: [7, 9],
      });
    });

    it("may be told to forget while it takes in, as it is when another partition is claimed", async () => {
      let taken = false;
      const taking = take(...write(features, windowOf(1, 2), windowOf(2, 3), windowOf(3, 4)));
      const ended = taking.then(
        () => (taken = true),
        () => (taken = true),
      );
      while (!taken) {
        intake.forget();
        await Promise.race([ended, new Promise(setImmediate)]);
      }
      await taking;
      await take(...write(features, windowOf(4, 5)));
      expect((await tracks("vib-x.velocity_rms", 0, 70_000)).mean).toEqual([2, 3, 4, 5]);
    });

    it("goes on where it was after a restart, and what comes again changes nothing", async () => {
      const entries = write(features, ...[1, 2, 3, 4, 5, 6, 7].map((rms, n) => windowOf(n, rms)));
      await take(...entries.slice(0, 5));
      intake = intakeOf(db);
      await take(...entries);
      place = new Map([[features.topic, 7]]);
      await intakeOf(db).take([{ partition: 0, place: new Map(place), entries }]);
      expect(await tracks("vib-x.velocity_rms", 0, 3_001 * WINDOW)).toMatchObject({
        time: [0, 60_000],
        mean: [3.5, 7],
      });
    });

    it("makes a minute again of which a window came late", async () => {
      await take(...write(features, windowOf(0, 2), windowOf(6, 2), windowOf(7, 2)));
      await take(...write(features, windowOf(1, 8)));
      expect(await tracks("vib-x.velocity_rms", 0, 3_001 * WINDOW)).toMatchObject({
        mean: [5, 2, 2],
        most: [8, 2, 2],
      });
    });

    it("knows how an asset is: learning, normal, its data bad, or silent", async () => {
      const health = async (now: number) => (await listAssets(db, {}, now)).items[0];
      await take(...write(features, windowOf(1, 2)), ...write(predictions, predictionOf(1, 0.1)));
      expect(await health(25_000)).toMatchObject({
        health: "normal",
        risk: 0.1,
        zone: "C",
        configured: true,
      });
      const sensor = windowOf(2, 2).value.sensors["vib-x"];
      if (sensor === undefined) throw new Error("no sensor");
      const clipped = { "vib-x": { ...sensor, quality: { ...sensor.quality, clipped: 0.5 } } };
      await take(
        ...write(features, windowOf(2, 2, ASSET, { sensors: clipped })),
        ...write(predictions, predictionOf(2, null, ASSET, { notScored: "vib-x: clipped" })),
      );
      expect(await health(35_000)).toMatchObject({ health: "bad-data", risk: null, note: "vib-x: clipped" });
      await take(...write(features, windowOf(3, 2)));
      expect(await health(45_000)).toMatchObject({ health: "normal" });
      // Three times as long as from one window to the next.
      expect(await health(42_000 + 30_001)).toMatchObject({ health: "silent" });
    });
  });

  describe("of failures", () => {
    it("follows a failure from opened to closed", async () => {
      const { occasions } = await take(...write(failures, opened));
      expect(occasions).toMatchObject([{ kind: "opened", asset: ASSET }]);
      expect(await state()).toBe("unacknowledged");
      await take(
        ...write(
          failures,
          revised(2, { severity: "medium" }),
          revised(3, { state: "closed", closedAt: 3_000 }),
        ),
      );
      expect(await state()).toBe("closed");
      const { summary } = (await findFailure(db, FAILURE, 5_000)) ?? {};
      expect(summary).toMatchObject({ open: false, revision: 3, closedAt: 3_000, class: "pump" });
      const kinds = (await journal.read(db, { failure: FAILURE })).map(({ kind }) => kind);
      expect(kinds).toEqual(["opened", "eased", "closed"]);
    });

    it("is not moved by a revision that is older than what it has", async () => {
      await take(
        ...write(failures, opened, revised(3, { severity: "low" }), revised(2, { severity: "critical" })),
      );
      expect((await findFailure(db, FAILURE, 0))?.summary).toMatchObject({ revision: 3, severity: "low" });
    });

    it("keeps floods", async () => {
      await take(...write(groups, groups.example));
      expect(await db.selectFrom("flood").select(["id", "open"]).execute()).toEqual([
        { id: groups.example.value.id, open: 1 },
      ]);
    });
  });

  it("keeps what was rejected, with its bytes", async () => {
    await take(...write(rejected, rejected.example));
    const [row] = await db.selectFrom("rejection").selectAll().execute();
    expect(row).toMatchObject({ code: "json-malformed", size: 5 });
    expect(Buffer.from(row?.bytes ?? []).toString()).toBe("hello");
  });

  it("refuses to write where another process has gone on", async () => {
    await take(...write(features, windowOf(1, 2)));
    const stale = new Map(place);
    await take(...write(features, windowOf(2, 2)));
    const late = intakeOf(db).take([
      { partition: 0, place: stale, entries: write(features, windowOf(3, 2)) },
    ]);
    await expect(late).rejects.toMatchObject({ code: "BROKER_FENCED" });
    expect((await tracks("vib-x.velocity_rms", 0, 90_000)).time).toEqual([10_000, 20_000]);
  });
});
