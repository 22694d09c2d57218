import { describe, expect, it } from "vitest";
import { DAY_MS } from "./day.ts";
import { follow, good, MINUTE, NOON, requirement, SECOND, WINDOW } from "./quality.testkit.ts";

const MIDNIGHT = NOON + 12 * 60 * MINUTE;
const HOUR = 60 * MINUTE;

describe("the report of a day", () => {
  it("adds up what its windows said", () => {
    const { windows, days } = follow({ requirements: [requirement({ name: "pumps", coverage: 0.9 })] });
    const at = MIDNIGHT - HOUR;
    windows(at, MIDNIGHT - 30 * MINUTE, (start) => ({
      temp: good(start, {
        late: 1,
        duplicates: 2,
        sequence: { numbered: 10, lost: 3, recovered: 1, restarts: 0 },
      }),
    }));
    windows(MIDNIGHT - 30 * MINUTE, MIDNIGHT - 20 * MINUTE, (start) => ({
      temp: good(start, { coverage: 0.5, blocks: 5, timed: 5, latency: { min: 5, median: 50, max: 3000 } }),
    }));
    windows(MIDNIGHT - 20 * MINUTE, MIDNIGHT - 10 * MINUTE, (start) => ({ vib: good(start) }));
    windows(MIDNIGHT - 10 * MINUTE, MIDNIGHT, (start) => ({
      temp: good(start, { outOfRange: 0.1, unchanged: 42 * SECOND }),
    }));
    expect(days).toEqual([]);
    windows(MIDNIGHT, MIDNIGHT + WINDOW);
    expect(days).toHaveLength(1);
    const [day] = days;
    expect(day).toMatchObject({ day: "2026-11-27", start: NOON - DAY_MS / 2, end: MIDNIGHT });
    // 180 windows of 10 messages, 60 of 5, 60 without, 60 of 10.
    expect(day?.sensors["temp"]).toEqual({
      source: "plant",
      windows: 360,
      silent: 60,
      messages: 180 * 10 + 60 * 5 + 60 * 10,
      late: 180,
      duplicates: 360,
      lost: 360,
      restarts: 0,
      coverage: Number(((180 + 60 * 0.5 + 60) / 360).toFixed(4)),
      latency: { mean: Math.round((20 * 2400 + 50 * 300) / 2700), max: 3000 },
      longestGap: 10 * MINUTE + SECOND,
      outOfRange: Number(((600 * 0.1) / 3000).toFixed(6)),
      longestUnchanged: 42 * SECOND,
      unmet: [{ requirement: "pumps", kind: "coverage", minutes: 20 }],
    });
    expect(day?.sensors["vib"]).toMatchObject({ windows: 120, silent: 60, messages: 600 });
  });

  it("has the silence of an asset in it, whether it is heard again or not", () => {
    const plants = [follow(), follow()];
    for (const { windows } of plants) windows(MIDNIGHT - HOUR, MIDNIGHT - 30 * MINUTE);
    // The first is heard again on the day after next, of the second there are only heartbeats.
    plants[0]?.windows(MIDNIGHT + DAY_MS + HOUR, MIDNIGHT + DAY_MS + HOUR + WINDOW);
    plants[1]?.beats(MIDNIGHT - 30 * MINUTE, MIDNIGHT + DAY_MS + HOUR);
    for (const { days } of plants) {
      expect(days.map(({ day }) => day)).toEqual(["2026-11-27", "2026-11-28"]);
      expect(days[0]?.sensors["temp"]).toMatchObject({ windows: 360, silent: 180, coverage: 0.5 });
      expect(days[1]?.sensors["temp"]).toMatchObject({
        windows: 8640,
        silent: 8640,
        coverage: 0,
        messages: 0,
      });
    }
    expect(plants[0]?.days).toEqual(plants[1]?.days);
  });

  it("waits some minutes for what a silent asset may send yet, and counts no window twice", () => {
    const { windows, beats, days } = follow();
    windows(MIDNIGHT - HOUR, MIDNIGHT - 5 * MINUTE);
    beats(MIDNIGHT - 5 * MINUTE, MIDNIGHT + 5 * MINUTE);
    expect(days).toEqual([]);
    beats(MIDNIGHT + 5 * MINUTE, MIDNIGHT + 15 * MINUTE);
    expect(days).toHaveLength(1);
    // What it had kept back comes after the report: it is of no day any more.
    windows(MIDNIGHT - 5 * MINUTE, MIDNIGHT + HOUR);
    windows(MIDNIGHT + DAY_MS, MIDNIGHT + DAY_MS + WINDOW);
    expect(days.map(({ sensors }) => [sensors["temp"]?.windows, sensors["temp"]?.silent])).toEqual([
      [360, 30],
      [8640, 8640 - 360],
    ]);
  });

  it("judges a sensor that sends seldom by all its time", () => {
    const { windows, days } = follow({ every: { temp: 5 * MINUTE } });
    windows(MIDNIGHT - HOUR, MIDNIGHT + WINDOW, (start) => ({
      vib: good(start),
      // Nine of the twelve that should come in an hour.
      ...(start % (5 * MINUTE) === 0 &&
        start < MIDNIGHT - 15 * MINUTE && { temp: good(start, { blocks: 1, lastAt: start }) }),
    }));
    expect(days[0]?.sensors["temp"]).toMatchObject({ messages: 9, coverage: 0.75 });
    expect(days[0]?.sensors["vib"]).not.toHaveProperty("coverage");
  });

  it("forgets a sensor after a month, unless it is configured", () => {
    const { windows, beats, days } = follow({ every: { temp: SECOND } });
    windows(NOON, NOON + MINUTE, (start) => ({ temp: good(start), vib: good(start) }));
    for (let day = 1; day <= 40; day++) beats(MIDNIGHT + day * DAY_MS, MIDNIGHT + day * DAY_MS + 10 * SECOND);
    expect(days.length).toBeGreaterThan(35);
    expect(days.filter(({ sensors }) => "vib" in sensors)).toHaveLength(31);
    expect(days.at(-1)?.sensors["temp"]).toMatchObject({ coverage: 0 });
  });
});

describe("heartbeats", () => {
  it("are due once a day where nothing is required, and from when on a silence is too long where it is", () => {
    const free = follow();
    free.windows(NOON, NOON + 10 * MINUTE);
    free.beats(NOON + 10 * MINUTE, NOON + 3 * DAY_MS);
    expect(free.due).toBe(3);
    const bound = follow({ requirements: [requirement({ maximumGap: 5 * MINUTE })] });
    bound.windows(NOON, NOON + 10 * MINUTE);
    bound.beats(NOON + 10 * MINUTE, NOON + 15 * MINUTE);
    expect([bound.due, bound.told.length]).toEqual([0, 0]);
    bound.beats(NOON + 15 * MINUTE, NOON + 17 * MINUTE);
    expect(bound.story()).toEqual(["temp gap opened"]);
  });
});
