import { breaches, type Breach, samples, type SampleBlock } from "@presage/contracts";
import { DEFAULTS, featureStage } from "@presage/features";
import { qualitySettings, qualityStage } from "@presage/quality";
import { loadConfig } from "@presage/service";
import { createVibrationAnalyzer } from "@presage/signal";
import { foldTask, type StoredEntry, windowTask } from "@presage/stream";
import { describe, expect, it } from "vitest";

const ASSET = "site1/press/line2/motor7";
const BEGIN = 1_700_000_000_000;
const SECOND = 1_000;

/** A heartbeat of the bridge each second, and until an asset falls silent a message of it. */
function logOf(seconds: number, silentFrom: number): StoredEntry[] {
  const entries: StoredEntry[] = [];
  const put = (key: string, time: number, value: Uint8Array): void =>
    void entries.push({ topic: samples.topic, partition: 0, offset: entries.length, key, time, value });
  for (let second = 0; second < seconds; second++) {
    const time = BEGIN + second * SECOND;
    const value: SampleBlock = {
      sensor: "temp",
      quantity: "temperature",
      unit: "Cel",
      rate: 0,
      values: Float32Array.of(40 + (second % 3)),
      received: time + 20,
      clockSkewed: false,
    };
    if (second < silentFrom) put(ASSET, time, samples.encode({ key: ASSET, time, value }));
    put("", time + 500, new Uint8Array(0));
  }
  return entries;
}

/** The log through features and quality, a poll of so many entries at a time; each stage starts anew after each poll. */
async function run(entries: readonly StoredEntry[], size: number): Promise<Breach[]> {
  const config = {
    ...loadConfig({ env: {} }),
    requirements: [{ name: "all", sensors: ["*"], maximumGap: 30 * SECOND, for: 20 * SECOND, clear: 0 }],
  };
  const features = featureStage(DEFAULTS, await createVibrationAnalyzer());
  const quality = qualityStage(qualitySettings(config));
  const states = { features: new Map<string, Uint8Array>(), quality: new Map<string, Uint8Array>() };
  const windows: StoredEntry[] = [];
  const told: Breach[] = [];
  let at = 0;
  for (let end = size; at < entries.length; end += size) {
    const made = await windowTask(features, states.features)(entries.slice(at, end));
    for (const [key, bytes] of made.states) states.features.set(key, bytes);
    // A process that goes on where the last one was, and one that reads all open windows again, say the same.
    at = made.resumeAt.get(samples.topic) ?? at;
    const from = windows.length;
    for (const o of made.outputs)
      windows.push({ ...o, partition: 0, offset: windows.length, value: o.encode() });
    const judged = await foldTask(quality, states.quality)(windows.slice(from));
    for (const [key, bytes] of judged.states) states.quality.set(key, bytes);
    told.push(...judged.outputs.map((o) => breaches.decode(o.key, o.time, o.encode()).value));
    if (end >= entries.length) break;
  }
  return told;
}

describe("an asset that falls silent", () => {
  it.each([10_000, 97, 30])(
    "breaks what is required of it by the bridge's heartbeats, in polls of %i entries and restarts between them",
    async (size) => {
      const told = await run(logOf(300, 60), size);
      // The last message was at 59 s; its gap is too long from 89 s on, for long enough from 109 s on.
      expect(told).toHaveLength(1);
      expect(told[0]).toMatchObject({ state: "opened", kind: "gap", since: BEGIN + 89 * SECOND });
      const after = (told[0]?.updatedAt ?? 0) - BEGIN;
      expect(after).toBeGreaterThanOrEqual(109 * SECOND);
      expect(after).toBeLessThanOrEqual(120 * SECOND);
    },
  );

  it("breaks nothing while it is heard", async () => {
    expect(await run(logOf(300, 300), 97)).toEqual([]);
  });
});
