import type { Message, SampleBlock } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { type AssetSettings, DEFAULTS, type SensorSettings } from "./config.ts";
import { sensorQuality, usableShare } from "./quality.ts";
import { bySensor, pooled } from "./sensor-window.ts";

const SPAN = { start: 0, end: 10_000 };

const message = (
  time: number,
  values: readonly number[],
  over: Partial<SampleBlock> = {},
): Message<SampleBlock> => ({
  key: "site1/press/line2/motor7",
  time,
  value: {
    sensor: "s",
    quantity: "acceleration",
    unit: "g",
    rate: 1000,
    values: Float32Array.from(values),
    received: time,
    clockSkewed: false,
    ...over,
  },
});

const SLOW = { quantity: "temperature", unit: "Cel", rate: 0 } as const;
const WAVE = Array.from({ length: 400 }, (_, i) => Math.sin(i * 0.7));

/** Quality and usable share of one sensor's messages. */
function judge(messages: readonly Message<SampleBlock>[], settings: SensorSettings = {}) {
  const [window] = bySensor(messages);
  if (window === undefined) throw new Error("no messages");
  const quality = sensorQuality(window, pooled(window), SPAN, settings);
  const usable = usableShare({ s: { quantity: window.quantity, quality } }, DEFAULTS.assetOf("any"), SPAN);
  return { ...quality, usable };
}

describe("a sensor's data", () => {
  it("is good when it is whole, in range and moving", () => {
    expect(judge([message(0, WAVE)], { range: [-5, 5], everyMs: 10_000 })).toEqual({
      blocks: 1,
      samples: 400,
      coverage: 1,
      gaps: 0,
      stuck: 0,
      outOfRange: 0,
      clipped: 0,
      clockSkewed: 0,
      usable: 1,
    });
  });

  it("is bad when less than half of its messages came", () => {
    const temperatures = [0, 1000, 2000, 3000].map((t) => message(t, [40 + t / 1000], SLOW));
    expect(judge(temperatures, { everyMs: 1000 })).toMatchObject({ coverage: 0.4, gaps: 1, usable: 0 });
    expect(judge(temperatures, { everyMs: 2000 })).toMatchObject({ coverage: 0.8, gaps: 1, usable: 1 });
  });

  it("is bad when more than one in a hundred samples is out of range", () => {
    expect(judge([message(0, WAVE)], { range: [-0.9, 1] })).toMatchObject({ usable: 0 });
    expect(judge([message(0, WAVE)], { range: [-0.9999, 1] }).outOfRange).toBeLessThan(0.01);
  });

  it("is bad when a waveform is held at its limit, over its blocks", () => {
    const held = WAVE.map((v) => Math.min(v, 0.3));
    const share = judge([message(0, held)]).clipped;
    expect(share).toBeGreaterThan(0.3);
    expect(judge([message(0, held), message(1000, WAVE)])).toMatchObject({ clipped: share / 2, usable: 0 });
  });

  it("is bad when a waveform stands still, but a temperature may", () => {
    expect(
      judge([
        message(
          0,
          Array.from({ length: 400 }, () => 1),
        ),
      ]),
    ).toMatchObject({ stuck: 1, usable: 0 });
    const still = [0, 1000, 2000].map((t) => message(t, [40], SLOW));
    expect(judge(still)).toMatchObject({ stuck: 1, clipped: 0, usable: 1 });
  });

  it("is bad when there is none", () => {
    expect(judge([message(0, [])])).toMatchObject({ samples: 0, usable: 0 });
  });

  it("says how many blocks had to take the bridge's time", () => {
    expect(judge([message(0, WAVE, { clockSkewed: true }), message(1000, WAVE)]).clockSkewed).toBe(1);
  });
});

const expecting = (...sensors: [string, SensorSettings][]): AssetSettings => ({
  ...DEFAULTS.assetOf("any"),
  sensors: new Map(sensors),
});

describe("the usable share", () => {
  const [window] = bySensor([message(0, WAVE)]);
  if (window === undefined) throw new Error("no messages");
  const good = { quantity: window.quantity, quality: sensorQuality(window, pooled(window), SPAN) };

  it("counts sensors that should have been heard as bad", () => {
    const asset = expecting(["s", { everyMs: 1000 }], ["silent", { everyMs: 10_000 }]);
    expect(usableShare({ s: good }, asset, SPAN)).toBe(0.5);
  });

  it("does not miss a sensor of unknown interval, or one longer than the window", () => {
    const asset = expecting(["unknown", {}], ["hourly", { everyMs: 3_600_000 }]);
    expect(usableShare({ s: good }, asset, SPAN)).toBe(1);
  });
});
