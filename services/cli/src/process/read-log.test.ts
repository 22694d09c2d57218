import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { features, type FeatureWindow, type Message } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { afterAll, describe, expect, it } from "vitest";
import { readLog, startAt } from "./read-log.ts";

const directory = mkdtempSync(join(tmpdir(), "presage-read-log-"));
const broker = await openEmbedded({ directory, partitions: 2 });
afterAll(async () => {
  await broker.close();
  rmSync(directory, { recursive: true });
});

/** Windows that closed at 0, 10, 20 … s, of two assets, replayed from long ago, with a heartbeat behind each. */
async function fill(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const message: Message<FeatureWindow> = {
      key: `site/area/line/${i % 2}`,
      time: 5,
      value: { ...features.example.value, closedAt: 10_000 * i },
    };
    await broker.append(features.topic, [
      { key: message.key, time: message.time, value: features.encode(message) },
      ...[0, 1].map((partition) => ({
        key: "",
        time: 10_000 * i,
        value: new Uint8Array(0),
        partition,
      })),
    ]);
  }
}

describe("the log", () => {
  it("is read from a time on, by the clock of the bridge", async () => {
    const COUNT = 37;
    await fill(COUNT);
    const closedAt = async (since: number): Promise<number[]> => {
      const found: number[] = [];
      const start = startAt(broker, features, (m) => m.value.closedAt, since);
      for await (const { value } of readLog(broker, features, start)) found.push(value.closedAt);
      return found.toSorted((a, b) => a - b);
    };
    const all = Array.from({ length: COUNT }, (_, i) => 10_000 * i);
    for (const since of [-1, 0, 1, 10_000, 155_000, 360_000, 360_001])
      expect(await closedAt(since)).toEqual(all.filter((time) => time >= since));
  });
});
