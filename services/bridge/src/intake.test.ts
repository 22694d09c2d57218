import { compileMapping } from "@presage/mes";
import { describe, expect, it } from "vitest";
import { type Intake, type Source, takeIn } from "./intake.ts";
import { routes } from "./route.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;

const source: Source = {
  carries: "samples",
  match(topic) {
    const [root, site, area, line, asset, sensor, ...rest] = topic.split("/");
    if (root !== "plant" || sensor === undefined || rest.length > 0) return undefined;
    return { site: site ?? "", area: area ?? "", line: line ?? "", asset: asset ?? "", sensor };
  },
  maxBytes: 4 * 1024 * 1024,
  maxSamples: 262_144,
  maxClockSkew: 60_000,
  maxClockError: 365 * DAY,
};

const TOPIC = "plant/s/a/l/motor/vib-x";
function take(payload: string | Uint8Array, topic = TOPIC): Intake {
  const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
  const taken = takeIn({ topic, payload: bytes, receivedAt: NOW }, routes([source]));
  if (taken instanceof Promise) throw new Error("there is no mapping");
  return taken;
}

function codeOf(payload: string | Uint8Array, topic = TOPIC): string {
  const intake = take(payload, topic);
  return intake.kind === "rejected" ? intake.message.value.code : "accepted";
}

function blockOf(payload: string) {
  const intake = take(payload);
  if (intake.kind !== "samples") throw new Error(`no samples: ${JSON.stringify(intake.message.value)}`);
  return intake.message;
}

describe("the intake", () => {
  it("takes a block of acceleration as it is", () => {
    const { key, time, value } = blockOf(
      JSON.stringify({ t: NOW - 5, rate: 25_600, unit: "g", v: [0.25, -1.5] }),
    );
    expect({ key, time }).toEqual({ key: "s/a/l/motor", time: NOW - 5 });
    expect(value).toMatchObject({
      sensor: "vib-x",
      quantity: "acceleration",
      unit: "g",
      rate: 25_600,
      received: NOW,
      clockSkewed: false,
    });
    expect([...value.values]).toEqual([0.25, -1.5]);
  });

  it("keeps the device's own number and time, the source and the quality of service", () => {
    const payload = Buffer.from(JSON.stringify({ t: NOW - 90_000, seq: 0, v: 1 }));
    const named = { ...source, name: "plant" };
    const intake = takeIn({ topic: TOPIC, payload, qos: 0, receivedAt: NOW }, routes([named]));
    expect("message" in intake && intake.message).toMatchObject({
      time: NOW,
      value: { seq: 0, source: "plant", qos: 0, deviceTime: NOW - 90_000, clockSkewed: true },
    });
  });

  it.each(["-1", "1.5", '"7"', "1e300", "null"])("takes samples whose number is %s as without one", (seq) => {
    const { value } = blockOf(`{"seq":${seq},"v":1}`);
    expect(value).not.toHaveProperty("seq");
    expect(value).not.toHaveProperty("deviceTime");
  });

  it("converts acceleration from m/s² (9.80665 m/s² per g, CGPM 1901)", () => {
    expect(blockOf('{"rate":100,"unit":"m/s2","v":[9.80665,19.6133]}').value.values[1]).toBeCloseTo(2, 6);
  });

  it("converts temperature from kelvin and degrees Fahrenheit (273.15 K and 32 °F are 0 °C)", () => {
    expect(blockOf('{"v":300,"unit":"K"}').value.values[0]).toBeCloseTo(26.85, 4);
    expect(blockOf('{"v":212,"unit":"[degF]"}').value.values[0]).toBeCloseTo(100, 4);
  });

  it("takes its own clock when the device gives no time", () => {
    expect(blockOf('{"v":71.3,"unit":"Cel"}')).toMatchObject({
      time: NOW,
      value: { clockSkewed: false, quantity: "temperature", rate: 0 },
    });
  });

  it("takes its own clock, and says so, when the device's is off by more than the allowed skew", () => {
    expect(blockOf(JSON.stringify({ t: NOW + 61_000, v: 1 }))).toMatchObject({
      time: NOW,
      value: { clockSkewed: true },
    });
    expect(blockOf(JSON.stringify({ t: NOW - 59_000, v: 1 }))).toMatchObject({
      time: NOW - 59_000,
      value: { clockSkewed: false },
    });
  });

  it.each([
    ["not JSON", "hello", "json-malformed"],
    ["truncated JSON", '{"v": [1, 2', "json-malformed"],
    ["NaN, which JSON lacks", '{"v": NaN}', "json-malformed"],
    ["Infinity, which JSON lacks", '{"v": -Infinity}', "json-malformed"],
    ["bytes that are not text", Uint8Array.of(0xff, 0x00, 0xfe), "json-malformed"],
    ["no bytes", "", "payload-empty"],
    ["10 MB", Buffer.alloc(10_000_000, " "), "payload-too-large"],
    ["an array", "[1,2,3]", "shape-invalid"],
    ["a bare number", "42", "shape-invalid"],
    ["null", "null", "shape-invalid"],
    ["a string for a value", '{"v": "71.3", "unit": "Cel"}', "shape-invalid"],
    ["no value", '{"t": 1}', "shape-invalid"],
    ["a null among the samples", '{"v": [1, null], "rate": 100, "unit": "g"}', "shape-invalid"],
    ["a nested array", '{"v": [[1]], "rate": 100, "unit": "g"}', "shape-invalid"],
    ["a block with no samples", '{"v": [], "rate": 100, "unit": "g"}', "shape-invalid"],
    ["a block with no unit", '{"v": [1], "rate": 100}', "shape-invalid"],
    ["a time that is text", '{"t": "2026-11-23", "v": 1}', "shape-invalid"],
    ["a number beyond doubles", '{"v": 1e999}', "value-not-finite"],
    ["a number beyond 32-bit floats", '{"v": [1, 1e39], "rate": 100, "unit": "g"}', "value-not-finite"],
    ["a million samples", `{"rate":1,"unit":"g","v":[${"1,".repeat(999_999)}1]}`, "samples-too-many"],
    ["a block with no rate", '{"v": [1], "unit": "g"}', "rate-invalid"],
    ["a negative rate", '{"v": [1], "unit": "g", "rate": -5}', "rate-invalid"],
    ["a unit of no sensor", '{"v": 1, "unit": "furlong"}', "unit-unknown"],
    ["a unit that is a property of every object", '{"v": 1, "unit": "__proto__"}', "unit-unknown"],
    ["1970", '{"t": 0, "v": 1}', "time-implausible"],
    ["2100", `{"t": ${Date.UTC(2100, 0)}, "v": 1}`, "time-implausible"],
    ["a time beyond all dates", '{"t": 1e300, "v": 1}', "time-implausible"],
  ])("refuses %s", (_what, payload, code) => {
    expect(codeOf(payload)).toBe(code);
  });

  it.each([
    ["a level too many", "plant/s/a/l/motor/vib-x/extra", "topic-unknown"],
    ["a level too few", "plant/s/a/l/motor", "topic-unknown"],
    ["another root", "factory/s/a/l/motor/vib-x", "topic-unknown"],
    ["an empty level", "plant/s//l/motor/vib-x", "name-invalid"],
    ["__proto__ as an asset", "plant/s/a/l/__proto__/vib-x", "name-invalid"],
    ["a wildcard", "plant/s/a/l/+/vib-x", "name-invalid"],
    ["a dollar topic's name", "plant/s/a/l/$SYS/vib-x", "name-invalid"],
    ["an overlong name", `plant/s/a/l/${"m".repeat(65)}/vib-x`, "name-invalid"],
    ["a control character", "plant/s/a/l/mo\u0007tor/vib-x", "name-invalid"],
  ])("refuses %s in the topic", (_what, topic, code) => {
    expect(codeOf('{"v":1}', topic)).toBe(code);
  });

  it("takes names in any script", () => {
    expect(codeOf('{"v":1}', "plant/Köln/プレス/line 2/motor_7.1/vib-x")).toBe("accepted");
  });

  it("keeps the first 64 KiB of what it refuses, and says how large it was", () => {
    const intake = take(Buffer.alloc(10_000_000, "x"));
    if (intake.kind !== "rejected") throw new Error("accepted");
    expect(intake.message.value.size).toBe(10_000_000);
    expect(Buffer.from(intake.message.value.bytes, "base64").byteLength).toBe(65_536);
  });
});

describe("the intake of feedback", () => {
  const spoken: Source = {
    ...source,
    carries: "feedback",
    match(topic) {
      const [root, site = "", area = "", line = "", asset = "", leaf, ...rest] = topic.split("/");
      return root === "mes" && leaf === "feedback" && rest.length === 0
        ? { site, area, line, asset }
        : undefined;
    },
  };
  const say = (payload: unknown) =>
    takeIn(
      {
        topic: "mes/s/a/l/motor/feedback",
        payload: Buffer.from(JSON.stringify(payload)),
        receivedAt: NOW,
      },
      routes([source, spoken]),
    );

  it("takes a reset of the baseline, with who said it and when it came", () => {
    expect(say({ action: "reset-baseline", by: "jo", comment: "new bearing" })).toEqual({
      kind: "feedback",
      message: {
        key: "s/a/l/motor",
        time: NOW,
        value: { action: "reset-baseline", at: NOW, by: "jo", comment: "new bearing", via: "mqtt" },
      },
    });
  });

  it("takes a label, with what failed and when", () => {
    const said = { action: "confirmed", by: "jo", mode: "outer-race", failure: "a@1", occurredAt: 7 };
    expect(say(said)).toMatchObject({ kind: "feedback", message: { value: { ...said, at: NOW } } });
  });

  it("takes a shelving with its end, a work order with its number, and what came of it", () => {
    for (const said of [
      { action: "shelve", by: "mes", until: 1_800_000_000_000, comment: "next stop" },
      { action: "work-order", by: "mes", workOrder: "4711" },
      { action: "confirmed", by: "mes", workOrder: "4711", mode: "outer-race", comment: "replaced" },
    ])
      expect(say(said)).toMatchObject({ kind: "feedback", message: { value: { ...said, at: NOW } } });
  });

  it.each([
    ["a shelving without an end", { action: "shelve", by: "jo" }],
    ["a work order without a number", { action: "work-order", by: "jo" }],
    ["an action it does not know", { action: "explode", by: "jo" }],
    ["nobody who said it", { action: "reset-baseline" }],
    ["a mode of failure it does not know", { action: "confirmed", by: "jo", mode: "gremlins" }],
    ["a time that is none", { action: "confirmed", by: "jo", occurredAt: "yesterday" }],
    ["a comment that is no text", { action: "reset-baseline", by: "jo", comment: 7 }],
    ["no object", null],
  ])("rejects %s", (_, payload) => {
    expect(say(payload)).toMatchObject({ kind: "rejected", message: { value: { code: "shape-invalid" } } });
  });
});

describe("the intake with a mapping", () => {
  /** A gateway that sends several sensors in one message: the topic names the asset, the payload the sensors. */
  const gateway: Source = {
    ...source,
    match: (topic) => (topic.startsWith("gw/") ? { asset: topic.slice(3) } : undefined),
    map: compileMapping(`
      readings.{ "sensor": tag, "t": $toMillis($$.when), "v": value, "unit": unit = "°C" ? "Cel" : unit }
    `),
  };
  const map = async (payload: unknown): Promise<readonly Intake[]> =>
    [
      await takeIn(
        { topic: "gw/motor", payload: Buffer.from(JSON.stringify(payload)), receivedAt: NOW },
        routes([gateway]),
      ),
    ].flat();

  it("makes several samples of one message", async () => {
    const when = new Date(NOW - 500).toISOString();
    const readings = [
      { tag: "temp", value: 71.5, unit: "°C" },
      { tag: "amps", value: 12, unit: "A" },
    ];
    expect((await map({ when, readings })).map(({ kind, message }) => [kind, message])).toMatchObject([
      [
        "samples",
        { key: "site/area/line/motor", time: NOW - 500, value: { sensor: "temp", quantity: "temperature" } },
      ],
      ["samples", { key: "site/area/line/motor", value: { sensor: "amps", unit: "A" } }],
    ]);
  });

  it("makes nothing of a message that the mapping leaves out", async () => {
    expect(await map({ hello: true })).toEqual([]);
  });

  it("rejects what the mapping fails for", async () => {
    expect(await map({ when: 7, readings: [{ tag: "temp" }] })).toMatchObject([
      { kind: "rejected", message: { value: { code: "mapping-failed" } } },
    ]);
  });

  it("rejects alone what of several is wrong", async () => {
    const readings = [
      { tag: "a/b", value: 1, unit: "A" },
      { tag: "amps", value: 2, unit: "A" },
      { tag: "volts", value: "high", unit: "V" },
    ];
    const codes = (await map({ when: new Date(NOW).toISOString(), readings })).map((intake) =>
      intake.kind === "rejected" ? intake.message.value.code : intake.kind,
    );
    expect(codes).toEqual(["name-invalid", "samples", "shape-invalid"]);
  });
});
