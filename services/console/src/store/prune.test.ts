import { describe, expect, it } from "vitest";
import { openIntake } from "../ingest/intake.ts";
import { ASSET, features, logged, windowOf } from "../ingest/messages.testkit.ts";
import { prune } from "./prune.ts";
import { onEachStore } from "./store.testkit.ts";
import type { Tiers } from "./tiers.ts";
import { readTracks } from "./trends.ts";

const DAY = 86_400_000;

/** As short as a test: windows of ten seconds for a minute, minutes for ten. */
const TIERS: Tiers = { sizes: [10_000, 60_000], keep: [60_000, 600_000] };

onEachStore("what is old", (open) => {
  it("is there in coarser steps, then no more, back from the asset's last window", async () => {
    const db = await open();
    const intake = openIntake(db, {
      tiers: TIERS,
      configured: () => ({ class: "pump", configured: true }),
      pass: ({ error }) => {
        throw error;
      },
    });
    const write = logged();
    const windows = Array.from({ length: 91 }, (_, n) => windowOf(n, n));
    await intake.take([{ partition: 0, place: new Map(), entries: write(features, ...windows) }]);
    await prune(db, TIERS, Date.now());

    const { id, last_seen: last } = await db.selectFrom("asset").selectAll().executeTakeFirstOrThrow();
    expect(last).toBe(910_000);
    const starts = async (tier: number) =>
      (
        await db
          .selectFrom("trend")
          .select("start")
          .where("tier", "=", tier)
          .where("stream", "=", "features")
          .orderBy("start")
          .execute()
      ).map(({ start }) => start);
    // The last minute window by window; fifteen minutes were made, of which the last ten are kept.
    expect(await starts(0)).toEqual([850, 860, 870, 880, 890, 900].map((second) => 1_000 * second));
    expect(await starts(1)).toEqual(
      [360, 420, 480, 540, 600, 660, 720, 780, 840].map((second) => 1_000 * second),
    );
    const { step, tracks } = await readTracks(db, TIERS, id, ["vib-x.velocity_rms"], 0, last, last);
    expect(step).toBe(60_000);
    expect(tracks[0]?.mean.at(0)).toBe(38.5); // of windows 36 to 41
    expect(tracks[0]?.mean.at(-1)).toBe(90);
  });

  describe("raw blocks", () => {
    it("are kept one a day, but all that are evidence of a failure", async () => {
      const db = await open();
      const asset = { path: ASSET, site: "site1", area: "site1/press", line: "site1/press/line2" };
      const last = 1_000 * DAY;
      const known = { class: "pump", configured: 1, learning: 0, out_of_service: 0, kept_through: 0 };
      const seen = { first_seen: 1, last_seen: last, heard_at: last, silent_after: 1 };
      await db
        .insertInto("asset")
        .values({ ...asset, ...known, ...seen })
        .execute();
      const { id } = await db.selectFrom("asset").select("id").executeTakeFirstOrThrow();
      const block = (days: number, failure: string | null) => ({
        asset_id: id,
        sensor: "vib-x",
        time: last - Math.round(days * DAY),
        rate: 25_600,
        unit: "g",
        samples: new Uint8Array(8),
        failure,
      });
      // Two of one recent day, three of one old day, one of which is evidence, and two of longer ago than two years.
      const blocks = [block(1.2, null), block(1.6, null)];
      const old = [block(99.2, null), block(99.4, null), block(99.6, "a failure")];
      const ancient = [block(900.5, null), block(901.5, "a failure")];
      await db
        .insertInto("snapshot")
        .values([...blocks, ...old, ...ancient])
        .execute();
      await prune(db, TIERS, Date.now());
      const kept = await db.selectFrom("snapshot").select(["time", "failure"]).orderBy("time").execute();
      expect(kept.map(({ time, failure }) => [(last - time) / DAY, failure])).toEqual([
        [901.5, "a failure"],
        [99.6, "a failure"],
        [99.4, null],
        [1.6, null],
        [1.2, null],
      ]);
    });
  });
});
