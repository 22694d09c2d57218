import { features, type FeatureWindow, type Message, rejected, type Rejection } from "@presage/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestConsole, type TestConsole } from "./support/console.ts";
import { featuresAt, WINDOW, write } from "./support/plant-log.ts";

interface Page {
  readonly items: readonly { readonly id: number; readonly topic: string; readonly code: string }[];
  readonly next?: number;
}

let web: TestConsole;
beforeEach(async () => {
  web = await startTestConsole();
});
afterEach(() => web.close());

const rejections = (query = ""): Promise<Page> => web.ask<Page>(`/api/pipeline/rejections?${query}`);

function rejection(n: number, over: Partial<Rejection> = {}, at = Date.now()): Message<Rejection> {
  const topic = `plant/lyon/press/line${n % 2}/motor${n}/vib`;
  const bytes = Buffer.from(`message ${n}`);
  const value: Rejection = {
    code: "json-malformed",
    reason: "The payload is not JSON.",
    topic,
    size: bytes.byteLength,
    bytes: bytes.toString("base64"),
    ...over,
  };
  return { key: topic, time: at, value };
}

describe("rejected messages", () => {
  it("are listed newest first, a page at a time, by code and by text in the topic", async () => {
    const malformed = Array.from({ length: 30 }, (_, n) => rejection(n));
    await write(web.broker, rejected, [...malformed, rejection(30, { code: "unit-unknown" })]);
    await expect.poll(async () => (await rejections("limit=200")).items.length).toBe(31);
    const first = await rejections("limit=20");
    expect(first.items).toHaveLength(20);
    const second = await rejections(`limit=20&before=${first.next}`);
    expect(second.items).toHaveLength(11);
    expect(second.next).toBeUndefined();
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect((await rejections("code=unit-unknown")).items).toHaveLength(1);
    expect((await rejections("topic=MOTOR7/")).items).toHaveLength(1);
    expect((await rejections("topic=%25")).items).toHaveLength(0);
    await web.ask("/api/pipeline/rejections?limit=0", { status: 400 });
  });

  it("are shown with all their bytes, and given as a file that no browser runs", async () => {
    const bytes = Buffer.from("<script>alert(1)</script>\u0000");
    await write(web.broker, rejected, [
      rejection(1, { bytes: bytes.toString("base64"), size: 70_000, topic: "<img src=x onerror=alert(1)>" }),
    ]);
    await expect.poll(async () => (await rejections()).items.length).toBe(1);
    const [{ id } = { id: 0 }] = (await rejections()).items;
    expect(await web.ask(`/api/pipeline/rejections/${id}`)).toMatchObject({
      topic: "<img src=x onerror=alert(1)>",
      size: 70_000,
      kept: bytes.byteLength,
      bytes: bytes.toString("base64"),
    });
    const file = await fetch(`${web.url}/api/pipeline/rejections/${id}/payload`);
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
    expect(file.headers.get("content-type")).toBe("application/octet-stream");
    expect(file.headers.get("content-disposition")).toMatch(/^attachment;/);
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
    await web.ask(`/api/pipeline/rejections/${id + 1}`, { status: 404 });
    await web.ask("/api/pipeline/rejections/x", { status: 400 });
  });

  it("are counted by code and time, with what to do about them", async () => {
    const [now, hour] = [Date.now(), 3_600_000];
    await write(web.broker, rejected, [
      rejection(1, {}, now),
      rejection(2, {}, now - 3 * hour),
      rejection(3, {}, now - 30 * hour),
      rejection(4, { code: "unit-unknown" }, now),
    ]);
    await expect.poll(async () => (await rejections()).items.length).toBe(4);
    const counts = await web.ask<{ codes: { code: string; total: number; counts: number[] }[] }>(
      "/api/pipeline/rejections/counts",
    );
    expect(counts.codes).toMatchObject([
      { code: "json-malformed", total: 2, remedy: expect.stringContaining("JSON") },
      { code: "unit-unknown", total: 1, meaning: expect.stringContaining("unit") },
    ]);
    const [malformed] = counts.codes;
    expect(malformed?.counts).toHaveLength(48);
    expect(malformed?.counts.reduce((sum, count) => sum + count, 0)).toBe(2);
  });
});

describe("silence and bad data", () => {
  const heard = features.example.value.sensors["vib-x"];
  if (heard === undefined) throw new Error("the example has no sensor");
  const windowOf = (n: number, sensors: FeatureWindow["sensors"]): Message<FeatureWindow> =>
    featuresAt("site/area/line/pump", n * WINDOW, { sensors });

  it("name the sensor that is missing while its asset goes on, and the limit that data breaks", async () => {
    const stuck = { ...heard, quality: { ...heard.quality, stuck: 1 } };
    await write(web.broker, features, [
      ...Array.from({ length: 5 }, (_, n) => windowOf(n, { "vib-x": heard, "vib-y": heard })),
      ...Array.from({ length: 5 }, (_, n) => windowOf(5 + n, { "vib-x": stuck })),
    ]);
    await expect
      .poll(() => web.ask("/api/pipeline/silent"))
      .toMatchObject({
        sensors: {
          total: 1,
          items: [
            {
              asset: "site/area/line/pump",
              sensor: "vib-y",
              lastSeen: 5 * WINDOW,
              assetLastSeen: 10 * WINDOW,
            },
          ],
        },
        faults: { total: 1, items: [{ asset: "site/area/line/pump", fault: "vib-x: stuck" }] },
      });
  });
});

describe("the pipeline", () => {
  it("says what works, how far groups are behind, and what flowed", async () => {
    await expect
      .poll(() => web.ask("/api/pipeline"))
      .toMatchObject({
        inOneProcess: true,
        failing: [],
        lag: {
          groups: expect.arrayContaining([
            expect.objectContaining({ group: "console", topic: "rejected", state: "steady" }),
          ]),
        },
        throughput: { flows: expect.arrayContaining([expect.objectContaining({ flow: "received" })]) },
        latency: { events: 0, p50: null, p95: null, p99: null },
      });
  });

  it("shows no models where there is no registry to ask", async () => {
    expect(await web.ask("/api/models")).toMatchObject({ available: false, classes: [], packages: [] });
    await web.ask("/api/models/classes/default/history", { status: 404 });
  });
});

describe("where people have to log in", () => {
  it("nothing of models and pipeline is told or done without", async () => {
    await web.close();
    web = await startTestConsole({ env: { PRESAGE_CONSOLE_LOGIN: "required" } });
    for (const path of ["/models", "/pipeline", "/pipeline/rejections", "/pipeline/silent"])
      await web.ask(`/api${path}`, { status: 401 });
    await web.ask("/api/models/classes/default/assignments", {
      method: "POST",
      body: { action: "rollback" },
      status: 401,
    });
  });
});
