import { describe, expect, it } from "vitest";
import { follow, good, KEY, MINUTE, NOON, requirement, SECOND, WINDOW } from "./quality.testkit.ts";

describe("a sensor that falls silent while its asset goes on", () => {
  const silent = () => ({ vib: good(0) });

  it("breaks its coverage: told once it has lasted, over once it was good for long enough", () => {
    const { windows, told, story } = follow({
      requirements: [requirement({ name: "pumps", sensors: ["temp"], coverage: 0.9, owner: "jo@site1" })],
    });
    windows(NOON, NOON + MINUTE);
    windows(NOON + MINUTE, NOON + 3 * MINUTE, silent);
    windows(NOON + 3 * MINUTE, NOON + 10 * MINUTE);
    expect(story()).toEqual(["temp coverage opened", "temp coverage closed"]);
    const [opened, closed] = told;
    const since = NOON + MINUTE;
    expect(opened).toMatchObject({
      id: `${KEY}/temp/pumps.coverage@${since}`,
      revision: 1,
      requirement: "pumps",
      owner: "jo@site1",
      limit: 0.9,
      worst: 0,
      since,
      updatedAt: since + MINUTE,
      open: [{ sensor: "temp", kind: "coverage", since }],
    });
    expect(closed).toMatchObject({
      id: opened?.id,
      revision: 2,
      since,
      until: NOON + 3 * MINUTE,
      updatedAt: NOON + 8 * MINUTE,
      open: [],
    });
  });

  it("breaks its longest gap from when that has passed", () => {
    const { windows, told } = follow({
      requirements: [requirement({ sensors: ["temp"], maximumGap: 30 * SECOND, for: 0, clear: 0 })],
    });
    windows(NOON, NOON + MINUTE);
    windows(NOON + MINUTE, NOON + 3 * MINUTE, silent);
    // The last message was at 59 s; the first after the pause ends a gap of 121 s.
    windows(NOON + 3 * MINUTE, NOON + 4 * MINUTE, (start) => ({
      temp: good(start, { longestGap: start === NOON + 3 * MINUTE ? 121 * SECOND : SECOND }),
    }));
    expect(told.map((t) => [t.state, t.since - NOON, t.worst])).toEqual([
      ["opened", 89 * SECOND, 31 * SECOND],
      ["closed", 89 * SECOND, 121 * SECOND],
    ]);
  });

  it("is missed after twice its interval, if that is longer than a window", () => {
    const { windows, told } = follow({
      requirements: [requirement({ sensors: ["temp"], coverage: 0.5, for: 0 })],
      every: { temp: MINUTE },
    });
    const slow = (start: number) => ({
      vib: good(start),
      ...(start % MINUTE === 0 && { temp: good(start, { lastAt: start, longestGap: MINUTE }) }),
    });
    windows(NOON, NOON + 10 * MINUTE, slow);
    expect(told).toEqual([]);
    windows(NOON + 10 * MINUTE, NOON + 13 * MINUTE, silent);
    expect(told).toHaveLength(1);
    expect(told[0]?.updatedAt).toBe(NOON + 11 * MINUTE + WINDOW);
  });
});

describe("an asset that falls silent", () => {
  const requirements = [requirement({ coverage: 0.9 }), requirement({ name: "gap", maximumGap: MINUTE })];

  it("breaks what is required by the heartbeats, and is good again when it is heard", () => {
    const { windows, beats, story, told } = follow({ requirements });
    windows(NOON, NOON + MINUTE);
    beats(NOON + MINUTE + 2 * SECOND, NOON + 5 * MINUTE);
    expect(story()).toEqual(["temp coverage opened", "temp gap opened"]);
    expect(told.map(({ since }) => since - NOON)).toEqual([MINUTE, 119 * SECOND]);
    expect(told.at(-1)?.open).toHaveLength(2);
    windows(NOON + 5 * MINUTE, NOON + 11 * MINUTE);
    expect(story().slice(2)).toEqual(["temp coverage closed", "temp gap closed"]);
  });

  it("breaks the same without heartbeats, once it is heard again", () => {
    const { windows, story, told } = follow({ requirements });
    windows(NOON, NOON + MINUTE);
    windows(NOON + 5 * MINUTE, NOON + 11 * MINUTE);
    expect(story()).toEqual([
      "temp coverage opened",
      "temp gap opened",
      "temp coverage closed",
      "temp gap closed",
    ]);
    expect(told[0]).toMatchObject({ since: NOON + MINUTE, updatedAt: NOON + 5 * MINUTE });
  });

  it("changes its state with the first heartbeat that matters and with news, not with every one", () => {
    const plant = follow({ requirements });
    plant.windows(NOON, NOON + MINUTE);
    plant.beats(NOON + 2 * MINUTE, NOON + 10 * MINUTE);
    const before = plant.state;
    plant.beats(NOON + 10 * MINUTE, NOON + 11 * MINUTE);
    expect(plant.state).toBe(before);
  });

  it("is told of again as it goes on, ever more seldom", () => {
    const { windows, beats, told } = follow({ requirements: [requirement({ maximumGap: MINUTE })] });
    windows(NOON, NOON + MINUTE);
    beats(NOON + MINUTE, NOON + 10 * 60 * MINUTE);
    expect(told[0]?.state).toBe("opened");
    // After 1 and 16 minutes, then each time after at least as long as it had lasted, ten hours in all.
    const lasted = told.map(({ updatedAt, since }) => updatedAt - since);
    expect(lasted.map((ms) => Math.floor(ms / MINUTE)).slice(0, 3)).toEqual([1, 16, 32]);
    expect(lasted).toHaveLength(7);
    for (let i = 2; i < lasted.length; i++)
      expect(lasted[i]).toBeGreaterThanOrEqual(2 * (lasted[i - 1] ?? Infinity));
  });

  it("of which nothing ever came breaks its coverage from when that was noticed", () => {
    const { beats, told } = follow({ requirements });
    beats(NOON, NOON + 3 * MINUTE);
    expect(told[0]).toMatchObject({ sensor: "temp", kind: "coverage", since: NOON });
  });

  it("has broken nothing when it sends what it had kept back", () => {
    const { windows, told } = follow({ requirements });
    windows(NOON, NOON + 10 * MINUTE);
    expect(told).toEqual([]);
  });
});

describe("a sensor whose data is not what it should be", () => {
  const cases = [
    ["range", { range: [0, 80] as [number, number] }, { extremes: [39, 99.5] as [number, number] }, 99.5],
    ["range", { range: [0, 80] as [number, number] }, { extremes: [-3, 41] as [number, number] }, -3],
    ["stuck", { stuckTime: 5 * MINUTE }, { unchanged: 6 * MINUTE }, 6 * MINUTE],
    ["latency", { latency: 500 }, { latency: { min: 1, median: 2, max: 501 } }, 501],
    ["coverage", { coverage: 0.9 }, { coverage: 0.8 }, 0.8],
    ["gap", { maximumGap: 5 * SECOND }, { longestGap: 6 * SECOND }, 6 * SECOND],
  ] as const;

  it.each(cases)("breaks %s with %j", (kind, limits, bad, worst) => {
    const { windows, told, story } = follow({ requirements: [requirement(limits)] });
    windows(NOON, NOON + MINUTE, (start) => ({ temp: good(start, bad) }));
    windows(NOON + MINUTE, NOON + 7 * MINUTE);
    expect(story()).toEqual([`temp ${kind} opened`, `temp ${kind} closed`]);
    expect(told[0]).toMatchObject({ worst, since: NOON });
  });

  it("is not told of while it is bad for a moment only, however often", () => {
    const { windows, told } = follow({ requirements: [requirement({ latency: 500 })] });
    windows(NOON, NOON + 60 * MINUTE, (start) => ({
      temp: good(start, start % (20 * SECOND) === 0 ? { latency: { min: 0, median: 0, max: 900 } } : {}),
    }));
    expect(told).toEqual([]);
  });

  it("stays open while it is good for a moment only", () => {
    const { windows, story } = follow({ requirements: [requirement({ latency: 500 })] });
    windows(NOON, NOON + 60 * MINUTE, (start) => ({
      temp: good(
        start,
        start % (4 * MINUTE) < 2 * MINUTE ? { latency: { min: 0, median: 0, max: 900 } } : {},
      ),
    }));
    expect(story()).toEqual(["temp latency opened"]);
  });

  it("is nobody's business where nothing is required of it, or where nothing was measured", () => {
    const { windows, told } = follow({
      requirements: [
        requirement({ name: "a", class: "fan", coverage: 1 }),
        requirement({ name: "b", sensors: ["vib-*"], coverage: 1 }),
        requirement({ name: "c", latency: 1, range: [0, 1], stuckTime: 1 }),
      ],
    });
    const { latency: _l, extremes: _e, unchanged: _u, ...old } = good(0, { coverage: 0.1 });
    windows(NOON, NOON + 10 * MINUTE, () => ({ temp: old }));
    expect(told).toEqual([]);
  });
});

describe("an open breach", () => {
  const required = requirement({ coverage: 0.9 });
  const bad = (start: number) => ({ temp: good(start, { coverage: 0.2 }) });

  it("is closed when it is required no more", () => {
    const { windows, configure, story, told } = follow({ requirements: [required] });
    windows(NOON, NOON + 2 * MINUTE, bad);
    configure([requirement({ name: "another", coverage: 0.1 })]);
    windows(NOON + 2 * MINUTE, NOON + 3 * MINUTE, bad);
    expect(story()).toEqual(["temp coverage opened", "temp coverage closed"]);
    expect(told[1]).toMatchObject({ requirement: "all", limit: 0.9, revision: 2, open: [] });
  });

  it("is closed when its asset is taken out of service, and opens anew when it is back", () => {
    const { windows, say, beats, story } = follow({ requirements: [required] });
    windows(NOON, NOON + 2 * MINUTE, bad);
    say("out-of-service", NOON + 2 * MINUTE);
    beats(NOON + 2 * MINUTE, NOON + 10 * MINUTE);
    expect(story()).toEqual(["temp coverage opened", "temp coverage closed"]);
    say("in-service", NOON + 10 * MINUTE);
    windows(NOON + 10 * MINUTE, NOON + 12 * MINUTE, bad);
    expect(story().slice(2)).toEqual(["temp coverage opened"]);
  });
});
