import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PresageError } from "@presage/contracts";
import { loadConfig } from "@presage/service";
import { describe, expect, it } from "vitest";
import { lookAtExpiry } from "./certificate.ts";
import { lookAtClock, lookAtSources } from "./log.ts";
import { look } from "./look.ts";
import { lookAtFolder } from "./machine.ts";
import { lookAtProbe } from "./mqtt.ts";
import { lookAtRejected } from "./rejected.ts";

const DAY = 86_400_000;

describe("a broker's answers", () => {
  const found = (granted: 0 | 1 | 2 | undefined, shared?: string, version: 4 | 5 = 5) =>
    lookAtProbe(
      "mqtt",
      "mqtt://plant",
      {
        version,
        connectMs: 3,
        subscriptions: [
          {
            filter: "plant/#",
            qos: 1,
            ...(shared !== undefined && { shared }),
            ...(granted !== undefined && { granted }),
          },
        ],
      },
      false,
    ).at(1);

  it("are good when it grants what is asked for, and in doubt when it grants less", () => {
    expect(found(1)).toMatchObject({ level: "good", says: "plant/# is granted at QoS 1" });
    expect(found(0)).toMatchObject({ level: "doubt", advice: expect.stringContaining("max_qos") as string });
  });

  it("are wrong when it refuses, and say what a shared subscription needs", () => {
    expect(found(undefined)).toMatchObject({
      level: "wrong",
      advice: "give this client the right to read there",
    });
    expect(found(undefined, "bridges")).toMatchObject({
      level: "wrong",
      says: "the broker refuses the subscription to plant/# shared as bridges",
    });
  });

  it("are in doubt of a shared subscription where the version cannot say", () => {
    expect(found(1, "bridges", 5)).toMatchObject({ level: "good" });
    expect(found(1, "bridges", 4)).toMatchObject({ level: "doubt" });
  });
});

describe("a certificate", () => {
  it.each([
    [-1, "wrong"],
    [29, "doubt"],
    [31, "good"],
  ] as const)("that is good for %i days is %s", (days, level) => {
    expect(lookAtExpiry("mqtt", "it", days * DAY + 1, 0).level).toBe(level);
  });
});

describe("the clock", () => {
  it("is wrong when the log has windows of the future", () => {
    expect(lookAtClock(-Infinity, 0)).toEqual([]);
    expect(lookAtClock(4_000, 0)).toEqual([]);
    expect(lookAtClock(60_000, 0)).toMatchObject([{ level: "wrong" }]);
  });
});

describe("the sources", () => {
  it("are all there, with what is known of them and by their own settings", () => {
    const config = loadConfig({ env: {} });
    const sources = config.sources.map((source, i) => (i === 0 ? { ...source, name: "press shop" } : source));
    const found = lookAtSources({ ...config, sources }, [
      {
        name: "press shop",
        sensors: 3,
        messages: 1_200,
        qos: [200, 1_000, 0],
        numbered: 0,
        timed: 0,
        lost: 0,
        restarts: 0,
        duplicates: 1,
        late: 0,
      },
    ]);
    expect(found.map(({ check, level, says }) => [check, level, says])).toEqual([
      ["source press shop", "good", "1,200 messages of 3 sensors at QoS 0 and 1, 1 came again, 0 too late"],
      ["source press shop", "unknown", "whether messages are lost cannot be told, as they have no numbers."],
      [
        "source press shop",
        "unknown",
        "latency and clocks cannot be told, as messages have no time of their own",
      ],
      ["source replay", "unknown", "no message came"],
    ]);
  });
});

describe("what was rejected", () => {
  const found = new Map([["unit-unknown", { messages: 400, lastTopic: "plant/s/a/l/m/temp" }] as const]);

  it("is wrong from five in a hundred messages on, and says why and where", () => {
    const [finding] = lookAtRejected(found, 1_000);
    expect(finding).toMatchObject({ check: "rejected", level: "wrong" });
    expect(finding?.says).toMatch(/^400 messages, unit-unknown: .*plant\/s\/a\/l\/m\/temp$/);
    expect(lookAtRejected(found, 10_000)).toMatchObject([{ level: "doubt" }]);
    expect(lookAtRejected(new Map(), 10_000)).toEqual([]);
  });
});

describe("a look", () => {
  it("that fails says why, one that hangs says so, and a bug is none of it", async () => {
    const failing = () => Promise.reject(new PresageError("BROKER_UNAVAILABLE", "away"));
    expect(await look("log", failing, { advice: "start it" })).toEqual([
      { check: "log", level: "wrong", says: "BROKER_UNAVAILABLE: away", advice: "start it" },
    ]);
    expect(await look("log", () => new Promise(() => {}), { patienceMs: 10 })).toMatchObject([
      { level: "wrong", says: "no answer within 0.01 s" },
    ]);
    await expect(look("log", () => Promise.reject(new TypeError("bug")))).rejects.toThrow("bug");
    expect(await look("registry", () => readFile("/nowhere/assignments").then(() => []))).toMatchObject([
      { level: "wrong", says: expect.stringContaining("ENOENT") as string },
    ]);
  });

  it("at a folder that is not there yet looks at the one above", async () => {
    const folder = mkdtempSync(join(tmpdir(), "presage-doctor-"));
    const [found] = await lookAtFolder(join(folder, "new", "data"));
    expect(found?.level).not.toBe("wrong");
    expect(found?.says).toContain("is made at the first start");
    rmSync(folder, { recursive: true });
  });
});
