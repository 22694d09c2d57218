import { rmSync } from "node:fs";
import { join } from "node:path";
import { failures, feedback, rejected } from "@presage/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestConsole, type TestConsole } from "./support/console.ts";
import { readTopic } from "./support/log.ts";
import { failureAt, pathOf, WINDOW, write, writeFlood, writeLife, writePlant } from "./support/plant-log.ts";

interface Inbox {
  readonly items: readonly {
    readonly failure?: {
      readonly id: string;
      readonly asset: string;
      readonly state: string;
      readonly severity: string;
    };
    readonly flood?: { readonly id: string; readonly members: number; readonly unacknowledged: number };
  }[];
  readonly total: number;
  readonly counts: { readonly state: Readonly<Record<string, number>> };
}

let web: TestConsole;
beforeEach(async () => {
  web = await startTestConsole();
});
afterEach(() => web.close());

const inbox = (query = ""): Promise<Inbox> => web.ask<Inbox>(`/api/failures?${query}`);
const total = async (query = ""): Promise<number> => (await inbox(query)).total;
const at = (path: string): string => `/api/assets/${encodeURIComponent(path)}`;

describe("the inbox", () => {
  it("has the worst first, then what has the least life left, a page at a time", async () => {
    await writePlant(web.broker, 40, 20);
    await expect.poll(() => total()).toBe(20);
    const { items } = await inbox("limit=6");
    expect(items.map(({ failure }) => failure?.severity)).toEqual([
      "critical",
      "critical",
      "critical",
      "critical",
      "critical",
      "high",
    ]);
    const lives = items.map(
      ({ failure }) => (failure as unknown as { remainingLifeHours: { p50: number } }).remainingLifeHours.p50,
    );
    expect(lives.slice(0, 5)).toEqual(lives.slice(0, 5).toSorted((a, b) => a - b));
    const rest = await inbox("limit=100&offset=6");
    expect(rest.items).toHaveLength(14);
    expect(rest.total).toBe(20);
  });

  it("is filtered by place, class, state, severity and text, in which nothing is a pattern", async () => {
    await writePlant(web.broker, 300, 30);
    await expect.poll(() => total()).toBe(30);
    expect(await total("site=site1")).toBe(30);
    expect(await total("site=site2")).toBe(0);
    expect(await total(`line=${encodeURIComponent("site1/area1/line2")}`)).toBe(10);
    expect(await total("severity=critical,high")).toBe(14);
    expect(await total("state=acknowledged")).toBe(0);
    expect(await total("class=default")).toBe(30);
    expect(await total("class=none")).toBe(0);
    expect(await total("q=PUMP12")).toBe(1);
    expect(await total("q=overheating")).toBe(6);
    expect(await total("q=%25")).toBe(0);
    expect(await total("q=pump_2")).toBe(0);
  });

  it("shows a flood as one line, and its members when they are asked for", async () => {
    await writePlant(web.broker, 60, 2);
    const flood = await writeFlood(web.broker, 1, 12);
    await expect.poll(() => total()).toBe(3);
    const found = (await inbox()).items.find((item) => item.flood !== undefined);
    expect(found?.flood).toMatchObject({ id: flood, members: 12, unacknowledged: 12, severity: "critical" });
    expect(await total("floods=false")).toBe(14);
    expect(await total(`group=${encodeURIComponent(flood)}&floods=false`)).toBe(12);
  });
});

describe("what is said of a failure", () => {
  const asset = pathOf(0);
  const opened = failureAt(asset, 1_700_000_000_000);
  const { id } = opened.value;
  const say = (body: object, status = 200) =>
    web.ask("/api/feedback", {
      method: "POST",
      body: { targets: [{ asset, failure: id }], ...body },
      status,
    });
  const detail = () => web.ask<Record<string, unknown>>(`/api/failures/${encodeURIComponent(id)}`);

  beforeEach(async () => {
    await write(web.broker, failures, [opened]);
    await expect.poll(() => total()).toBe(1);
  });

  it("is there as soon as it is answered, and in the log for the MES and the training", async () => {
    await say({ action: "acknowledge" });
    expect(await detail()).toMatchObject({ state: "acknowledged", acknowledgedBy: "local" });
    const until = Date.now() + 3_600_000;
    await say({ action: "shelve", until, comment: "until the stop" });
    expect(await detail()).toMatchObject({ state: "shelved", shelved: { until, reason: "until the stop" } });
    await say({ action: "unshelve" });
    await say({ action: "work-order", workOrder: "4711" });
    await say({ action: "comment", comment: "grease came out" });
    await say({ action: "confirmed", mode: "outer-race", comment: "spalled", occurredAt: 1_700_000_000_000 });
    expect(await detail()).toMatchObject({
      state: "acknowledged",
      workOrder: "4711",
      label: "confirmed",
      journal: [
        { kind: "opened" },
        { kind: "acknowledge", by: "local" },
        { kind: "shelve", text: "until the stop", until },
        { kind: "unshelve" },
        { kind: "work-order", workOrder: "4711" },
        { kind: "comment", text: "grease came out" },
        { kind: "confirmed", mode: "outer-race", text: "spalled" },
      ],
    });
    const said = await readTopic(web.broker, feedback);
    expect(said.map(({ value }) => value.action)).toEqual([
      "acknowledge",
      "shelve",
      "unshelve",
      "work-order",
      "comment",
      "confirmed",
    ]);
    expect(said.at(-1)).toMatchObject({
      key: asset,
      value: { by: "local", failure: id, mode: "outer-race", occurredAt: 1_700_000_000_000 },
    });
    const { items } = await web.ask<{ items: { action: string; target: string }[] }>("/api/audit?limit=6");
    expect(items.map(({ action }) => action)).toContain("feedback.shelve");
    expect(items[0]?.target).toBe(asset);
  });

  it("may be said of many at once", async () => {
    await writePlant(web.broker, 50, 50);
    await expect.poll(() => total()).toBe(51);
    const { items } = await inbox();
    const targets = items.map(({ failure }) => ({ asset: failure?.asset, failure: failure?.id }));
    expect(await say({ action: "acknowledge", targets })).toEqual({ accepted: 51 });
    expect((await inbox()).counts.state).toEqual({ acknowledged: 51 });
  });

  it.each([
    ["a shelving without an end", { action: "shelve" }],
    ["a shelving that is over", { action: "shelve", until: 1 }],
    ["a comment without words", { action: "comment", comment: "  " }],
    ["a work order without a number", { action: "work-order" }],
    ["a mode of something else", { action: "false-alarm", mode: "outer-race" }],
    ["an action that there is none", { action: "explode" }],
    ["an asset that can be none", { action: "acknowledge", targets: [{ asset: "a/b/c/<img>" }] }],
    ["nobody", { action: "acknowledge", targets: [] }],
    ["something that is not known", { action: "acknowledge", colour: "red" }],
  ])("is refused if it is %s", async (_, body) => {
    expect(await say(body, 400)).toMatchObject({ code: "request-invalid" });
  });
});

describe("an asset", () => {
  it("has its trends, its raw blocks with their spectra, and the failure that came of it", async () => {
    const path = pathOf(3);
    await writeLife(web.broker, path, 40);
    await expect.poll(() => total()).toBe(1);
    const asset = await web.ask<{ series: { name: string }[]; failures: object[] }>(at(path));
    expect(asset).toMatchObject({
      health: "high",
      configured: false,
      state: "unacknowledged",
      baseline: { version: 1, frozen: true, needed: 30 },
      failures: [{ severity: "high" }],
      sensors: [{ sensor: "vib-x", quantity: "acceleration", zone: "B", quality: { coverage: 1 } }],
    });
    expect(asset.series.map(({ name }) => name)).toEqual([
      "deviation",
      "life.p10",
      "life.p50",
      "life.p90",
      "risk",
      "usable",
      "vib-x.kurtosis",
      "vib-x.rms",
      "vib-x.velocity_rms",
    ]);

    const trend = await web.ask<{ step: number; series: { name: string; mean: number[] }[] }>(
      `${at(path)}/trend?series=risk,vib-x.rms,nonsense&points=20`,
    );
    expect(trend.step).toBe(WINDOW);
    const risk = trend.series.find(({ name }) => name === "risk");
    expect(risk?.mean).toHaveLength(20);
    expect(risk?.mean.at(-1)).toBeCloseTo(39 / 40, 6);

    const { sensors, items } = await web.ask<{ sensors: string[]; items: { time: number }[] }>(
      `${at(path)}/snapshots`,
    );
    expect(sensors).toEqual(["vib-x"]);
    expect(items.length).toBeGreaterThanOrEqual(7); // of forty windows one in six
    const waveform = await web.ask<{ values: number[] }>(
      `${at(path)}/waveform?sensor=vib-x&at=${items[0]?.time}`,
    );
    expect(waveform).toMatchObject({ kept: "log", unit: "g", samples: 2_560, rate: 25_600 });
    const envelope = await web.ask<{ amplitude: number[] }>(
      `${at(path)}/spectrum?sensor=vib-x&kind=envelope`,
    );
    expect(envelope).toMatchObject({ unit: "g", kind: "envelope" });
    const waterfall = await web.ask<{ time: number[]; rows: number[][] }>(
      `${at(path)}/waterfall?sensor=vib-x&kind=velocity`,
    );
    expect(waterfall.rows).toHaveLength(items.length);
  });

  it("has places with the health of what is in them, worst first", async () => {
    await writePlant(web.broker, 300, 10);
    const first = async () =>
      (await web.ask<{ places: { path: string; assets: number; health: object }[] }>("/api/places"))
        .places[0];
    await expect.poll(first).toEqual({
      path: "site1",
      assets: 300,
      health: { normal: 290, low: 3, medium: 3, high: 2, critical: 2 },
    });
    const list = await web.ask<{ items: { health: string }[]; total: number }>(
      "/api/assets?limit=5&under=site1/area1",
    );
    expect(list.total).toBe(200);
    expect(list.items.map(({ health }) => health)).toEqual([
      "critical",
      "critical",
      "high",
      "high",
      "medium",
    ]);
    expect(await web.ask("/api/assets?health=critical,high&q=pump4")).toMatchObject({ total: 1 });
  });

  it("that nobody knows is not there, nor has it trends or blocks", async () => {
    for (const path of ["", "/trend?series=risk", "/snapshots", "/waveform?sensor=vib-x"])
      expect(await web.ask(`${at("a/b/c/d")}${path}`, { status: 404 })).toMatchObject({ code: "not-found" });
  });
});

describe("a web that is stopped and started", () => {
  it("knows what it knew, and takes in what came meanwhile", async () => {
    await writePlant(web.broker, 20, 5);
    await expect.poll(() => total()).toBe(5);
    await web.stop();
    const again = await startTestConsole({ directory: web.directory });
    web = again;
    expect(await total()).toBe(5);
    await write(again.broker, rejected, [rejected.example]);
    await writeFlood(again.broker, 0, 8);
    await expect.poll(() => total("floods=false")).toBe(13);
  });

  it("takes in the log again if its store is gone", async () => {
    await writePlant(web.broker, 20, 5);
    await expect.poll(() => total()).toBe(5);
    const { failure } = (await inbox()).items[0] ?? {};
    const target = { asset: failure?.asset, failure: failure?.id };
    await web.ask("/api/feedback", { method: "POST", body: { action: "acknowledge", targets: [target] } });
    await web.stop();
    for (const file of ["console.db", "console.db-wal", "console.db-shm"])
      rmSync(join(web.directory, file), { force: true });
    const again = await startTestConsole({ directory: web.directory });
    web = again;
    await expect
      .poll(async () => (await inbox()).counts.state)
      .toEqual({ acknowledged: 1, unacknowledged: 4 });
    expect((await again.ask<{ total: number }>("/api/places")).total).toBe(20);
  });
});

describe("the console's metrics", () => {
  const metric = async (name: string): Promise<string | undefined> => {
    const lines = (await (await fetch(`${web.url}/metrics`)).text()).split("\n");
    return lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
  };

  it("count what was taken in, and who listens", async () => {
    await writePlant(web.broker, 20, 5);
    await expect.poll(() => metric('presage_console_taken_messages_total{topic="failures"}')).toBe("5");
    expect(await metric("presage_console_open_streams")).toBe("0");
    const leave = new AbortController();
    await fetch(`${web.url}/api/events`, { signal: leave.signal });
    expect(await metric("presage_console_open_streams")).toBe("1");
    leave.abort();
    await expect.poll(() => metric("presage_console_open_streams")).toBe("0");
  });
});
