import { describe, expect, it } from "vitest";
import { advise, type SourceSettings } from "./advise.ts";
import type { SourceFacts } from "./source-facts.ts";

const SETTINGS: SourceSettings = { qos: 1, graceMs: 2_000, maxClockSkewMs: 60_000 };

/** Ten thousand numbered messages at QoS 1, none lost, in time. */
const GOOD: SourceFacts = {
  name: "plant",
  sensors: 10,
  messages: 10_000,
  qos: [0, 10_000, 0],
  numbered: 10_000,
  timed: 10_000,
  lost: 0,
  restarts: 0,
  duplicates: 0,
  late: 0,
  latency: { p50: 20, p99: 300 },
  clocks: { least: { sensor: "a/x", ms: 5 }, greatest: { sensor: "b/x", ms: 40 } },
};

const about = (facts: Partial<SourceFacts>, settings: Partial<SourceSettings> = {}) =>
  advise({ ...GOOD, ...facts }, { ...SETTINGS, ...settings });
const qosOf = (...given: Parameters<typeof about>) => about(...given)[0];
const restOf = (...given: Parameters<typeof about>) => about(...given).slice(1);

describe("the quality of service", () => {
  it("is right at 1 when nothing is lost", () => {
    expect(about({})).toEqual([
      { qos: 1, level: "good", says: "of 10000 numbered messages none are lost; QoS 1 is right" },
    ]);
  });

  it("should be 1 when 0 loses more than one message in a thousand", () => {
    const lossy = { qos: [10_000, 0, 0] as const, lost: 50 };
    const found = qosOf(lossy, { qos: 0 });
    expect(found).toMatchObject({ qos: 1, level: "wrong" });
    expect(found?.says).toBe("50 of 10050 numbered messages are lost (0.5 %) at QoS 0");
    expect(found?.advice).toContain("qos: 1");
    // One in a thousand and less is what a break now and then costs.
    expect(qosOf({ ...lossy, lost: 10 }, { qos: 0 })).toMatchObject({ qos: 0, level: "good" });
  });

  it.each([1, 2] as const)(
    "is the device's own when the source asks for %i and messages come with 0",
    (qos) => {
      const found = qosOf({ qos: [10_000, 0, 0], lost: 50 }, { qos });
      expect(found).toMatchObject({ qos: 1, level: "wrong", advice: "let the devices publish at QoS 1" });
      expect(found?.says).toContain("the devices publish at QoS 0");
    },
  );

  it("is not the reason when messages that came with 1 are lost: queues are", () => {
    const found = qosOf({ lost: 50 });
    expect(found).toMatchObject({ qos: 1, level: "wrong" });
    expect(found?.advice).toContain("max_queued_messages");
  });

  it("may be 1 instead of 2, as repeats are removed", () => {
    const found = qosOf({ qos: [0, 0, 10_000] }, { qos: 2 });
    expect(found).toMatchObject({ qos: 1, level: "doubt" });
    expect(found?.advice).toContain("four packets");
  });

  it("stays 2 where messages have no time of their own, by which repeats would be told", () => {
    const found = qosOf({ qos: [0, 0, 10_000], timed: 0 }, { qos: 2 });
    expect(found).toMatchObject({ qos: 2, level: "good" });
  });

  it("may stay 0 over a connection that loses nothing", () => {
    expect(qosOf({ qos: [10_000, 0, 0] }, { qos: 0 })).toMatchObject({ qos: 0, level: "good" });
  });

  it("is lower than asked for, without a loss so far", () => {
    const found = qosOf({ qos: [10_000, 0, 0] });
    expect(found).toMatchObject({ qos: 1, level: "doubt" });
    expect(found?.says).toContain("though the devices publish at QoS 0");
  });

  it("cannot be told without numbers; it is said how to send them", () => {
    const found = qosOf({ numbered: 0 });
    expect(found).toMatchObject({ level: "unknown" });
    expect(found).not.toHaveProperty("qos");
    expect(found?.advice).toContain('"seq"');
    expect(qosOf({ numbered: 0, qos: [9, 0, 0] }, { qos: 0 })?.says).toContain("At QoS 0 each break");
  });

  it("cannot be told of fewer than 3,000 messages, unless many of them are lost", () => {
    expect(qosOf({ numbered: 2_999 })).toMatchObject({ level: "unknown" });
    expect(qosOf({ numbered: 3_000 })).toMatchObject({ level: "good" });
    expect(qosOf({ numbered: 500, lost: 5 })).toMatchObject({ level: "wrong" });
  });

  it("is 0 where Sparkplug B says so, whatever is asked for", () => {
    expect(qosOf({ numbered: 0, qos: [9, 0, 0] }, { sparkplug: true })).toMatchObject({
      qos: 0,
      level: "good",
    });
  });

  it("cannot be told when nothing came", () => {
    expect(about({ messages: 0 })).toEqual([{ level: "unknown", says: "no message came" }]);
  });
});

describe("what else messages tell", () => {
  it("is that too many come again", () => {
    expect(restOf({ duplicates: 50 })).toEqual([]);
    expect(restOf({ duplicates: 200 })).toMatchObject([{ level: "doubt" }]);
    expect(restOf({ duplicates: 200 })[0]?.says).toBe(
      "2 % of the messages come again; they are removed, but cost work",
    );
  });

  it("is that they come too late to be used, and which grace would do", () => {
    const [found] = restOf({ late: 100, latency: { p50: 900, p99: 4_000 } });
    expect(found).toMatchObject({ level: "wrong" });
    expect(found?.advice).toContain(
      "raise windows.grace (2000 ms); 99 of 100 windows would have needed 4000 ms",
    );
  });

  it("is nothing of time where they have none", () => {
    const { clocks: _clocks, latency: _latency, ...timeless } = GOOD;
    expect(advise({ ...timeless, timed: 0 }, SETTINGS).slice(1)).toMatchObject([{ level: "unknown" }]);
  });

  const clocks = (least: number, greatest: number) => ({
    clocks: { least: { sensor: "a/x", ms: least }, greatest: { sensor: "b/x", ms: greatest } },
  });

  it("is that a clock is ahead", () => {
    expect(restOf(clocks(-900, 40))).toEqual([]);
    expect(restOf(clocks(-5_000, 40))).toMatchObject([
      { level: "doubt", says: "the clock of a/x is ahead by 5000 ms at least" },
    ]);
    expect(restOf(clocks(-70_000, 40))).toMatchObject([{ level: "wrong" }]);
  });

  it("is that this machine's clock is behind, when all others are ahead", () => {
    expect(restOf(clocks(-9_000, -8_000))[0]?.says).toContain("this machine's clock is behind");
  });

  it("is that a clock is behind, or that messages are held back", () => {
    expect(restOf(clocks(5, 59_000))).toEqual([]);
    expect(restOf(clocks(5, 61_000))).toMatchObject([{ level: "wrong" }]);
    expect(restOf(clocks(5, 61_000), { maxClockSkewMs: 365 * 86_400_000 })).toEqual([]);
  });
});
