import { rmSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "@presage/console";
import { failures } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { startTestConsole } from "./support/console.ts";
import { failureAt, pathOf, WINDOW, write, writeLife } from "./support/plant-log.ts";

interface Waveform {
  readonly kept: "log" | "store";
  readonly time: number;
  readonly samples: number;
}

describe("the raw blocks of a failure", () => {
  it("come from the log while it has them, and can be seen when it has them no more", async () => {
    const first = await startTestConsole();
    const asset = pathOf(7);
    const path = `/api/assets/${encodeURIComponent(asset)}`;
    const id = await writeLife(first.broker, asset, 70);
    const wave = (of: typeof first) => of.ask<Waveform>(`${path}/waveform?sensor=vib-x`);
    const known = async () => (await first.ask<{ total: number }>("/api/failures")).total;
    await expect.poll(known).toBe(1);
    expect(await wave(first)).toMatchObject({ kept: "log", samples: 2_560 });
    // Of an open failure one in thirty windows is copied, which takes as many rounds.
    const kept = async (): Promise<number> => {
      const store = await openDatabase({ dataDir: first.directory });
      const rows = await store.selectFrom("snapshot").select("time").execute();
      await store.destroy();
      return rows.length;
    };
    await expect.poll(kept, { timeout: 20_000, interval: 500 }).toBeGreaterThanOrEqual(3);

    await first.stop();
    for (const file of ["log.db", "log.db-wal", "log.db-shm"])
      rmSync(join(first.directory, file), { force: true });
    const again = await startTestConsole({ directory: first.directory });
    expect(await wave(again)).toMatchObject({ kept: "store", samples: 2_560 });
    const waterfall = await again.ask<{ rows: number[][] }>(`${path}/waterfall?sensor=vib-x&kind=envelope`);
    expect(waterfall.rows.length).toBeGreaterThanOrEqual(3);
    const { evidence } = await again.ask<{ evidence: { start: number; end: number } }>(
      `/api/failures/${encodeURIComponent(id)}`,
    );
    expect(evidence.end).toBeGreaterThan(evidence.start);

    // A new log begins at its start, and is taken in as well.
    const other = failureAt(pathOf(8), Math.floor(Date.now() / WINDOW) * WINDOW);
    await write(again.broker, failures, [other]);
    await expect.poll(async () => (await again.ask<{ total: number }>("/api/failures")).total).toBe(2);
    await again.close();
  }, 60_000);
});
