import { describe, expect, it } from "vitest";
import { TYPICAL } from "./load.ts";
import { plan } from "./plan.ts";
import { planMarkdown } from "./table.ts";
import type { Units } from "./units.ts";

/** Round costs: each message, window and alarm 100 µs, Kafka's client 10 µs a message and its server as much, nothing for bytes. */
const UNITS: Units = {
  measured: { date: "2026-01-01", node: "v20", cpu: "round" },
  bridge: { messageMicros: 100, sampleMicros: 0 },
  features: { windowMicros: 100, messageMicros: 0, blockMicros: 0, sampleMicros: 0, assetBytes: 1_000 },
  scorer: { windowMicros: 100, assetBytes: 1_000 },
  quality: { windowMicros: 100, assetBytes: 1_000 },
  grouper: { alarmMicros: 100 },
  publisher: { windowMicros: 100 },
  console: {
    sqliteMicros: 100,
    postgresMicros: 100,
    postgresServerMicros: 50,
    windowBytes: 100,
    assetBytes: 1_000,
  },
  bytes: {
    mqttMessage: 100,
    mqttSample: 7,
    mqttOut: 500,
    entry: 57,
    entrySample: 4,
    window: 957,
    windowScalar: 0,
    prediction: 957,
    featuresState: 957,
    scorerState: 957,
    qualityState: 957,
  },
  kafka: {
    produceMicros: { client: 10, server: 10 },
    produceKiBMicros: { client: 0, server: 0 },
    consumeMicros: { client: 10, server: 10 },
    consumeKiBMicros: { client: 0, server: 0 },
    transactionMicros: { client: 1_000, server: 2_000 },
    transactionMillis: 10,
    messageBytes: 43,
    transactionBytes: 0,
  },
};

/** 1,000 windows a second, with a block and a value each. */
const LOAD = { ...TYPICAL, assets: 10_000, samples: 1_000 };

describe("the plan of a load", () => {
  const { services, partitions, kafka, mqtt, rates, store, single } = plan(LOAD, UNITS);

  it("has the rates that the intervals give", () => {
    expect(rates).toEqual({ blocks: 1_000, values: 1_000, windows: 1_000, alarms: 10 });
    expect(mqtt).toMatchObject({ sessions: 10_000, messagesIn: 2_000, in: 2_000 * 100 + 1e6 * 7 });
  });

  it("adds up a service's own time, its messages' and its transactions'", () => {
    // 8 partitions of 10 commits a second: 80 transactions of 1 ms.
    expect(partitions).toBe(8);
    expect(services.bridge.cores).toBeCloseTo(2_000 * 110e-6, 9);
    expect(services.features.cores).toBeCloseTo(1_000 * 100e-6 + 2_000 * 10e-6 + 2_000 * 10e-6 + 0.08, 9);
    expect(services.publisher.cores).toBeCloseTo(1_000 * 110e-6 + 10 * 10e-6 + 0.08, 9);
    // Less often than a partition may commit: 10 alarms a second.
    expect(services.grouper.transactions).toBe(10);
  });

  it("has Kafka write what is produced as often as there are copies, and keep it", () => {
    // Blocks of 4,000 + 57 bytes and values of 57, with 43 each; then windows, predictions and three states of 1,000.
    const samples = 1_000 * (4_100 + 100);
    const made = samples + 1_000 * 5 * 1_000;
    expect(kafka.in).toBeGreaterThan(made);
    expect(kafka.in).toBeLessThan(made * 1.01);
    expect(kafka.copies).toBeCloseTo(2 * kafka.in, 6);
    const raw = 3 * samples * 3 * 86_400;
    expect(kafka.disk - raw).toBeGreaterThan(3 * 2_000 * 1_000 * 30 * 86_400);
    expect(kafka.disk - raw).toBeLessThan(1.02 * 3 * 2_000 * 1_000 * 30 * 86_400);
  });

  it("has the console's trends of two years, of which there are fewer the older they are", () => {
    const [hour, day] = [3_600, 86_400];
    const rows = 6 * hour + (3 * 7 * day) / 6 + (3 * 60 * day) / 60 + (3 * 760 * day) / 360;
    expect(store).toEqual({
      windows: 1_000,
      cores: expect.closeTo(0.05, 9),
      disk: expect.closeTo(1_000 * 100 * rows, 0),
    });
    expect(single).toBeCloseTo(0.2 + 0.5 + 0.001, 9);
  });

  it.each([1_000, 10_000, 100_000, 1_000_000])(
    "leaves each process its headroom with %i assets",
    (assets) => {
      const planned = plan({ ...LOAD, assets }, UNITS);
      expect(Math.log2(planned.partitions) % 1).toBe(0);
      for (const [name, { cores, instances }] of Object.entries(planned.services)) {
        if (name !== "bridge") expect(instances).toBeLessThanOrEqual(planned.partitions);
        const fullest =
          name === "bridge" ? 1 / instances : Math.ceil(planned.partitions / instances) / planned.partitions;
        expect(cores * fullest).toBeLessThanOrEqual(0.6 + 1e-9);
      }
    },
  );

  it("needs fewer transactions the longer the commit interval, and never more than there are windows", () => {
    const transactions = (commitInterval: number) =>
      plan({ ...LOAD, commitInterval }, UNITS).kafka.transactions;
    expect(transactions(1)).toBeLessThan(transactions(0.1));
    expect(plan({ ...LOAD, assets: 10 }, UNITS).services.scorer.transactions).toBe(1);
  });

  it("is a column of a table", () => {
    const text = planMarkdown([plan(LOAD, UNITS), plan({ ...LOAD, assets: 1_000_000 }, UNITS)]);
    expect(text).toContain("|  | 10,000 assets | 1,000,000 assets |");
    expect(text).toContain("| windows | 1,000/s | 100,000/s |");
  });
});
