import type { Message, SampleBlock } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { type Heard, hear, hearUnused } from "./heard.ts";
import { bySensor, pooled } from "./sensor-window.ts";

function message(time: number, over: Partial<SampleBlock> = {}): Message<SampleBlock> {
  const value: SampleBlock = {
    sensor: "s",
    quantity: "scalar",
    unit: "A",
    rate: 0,
    values: Float32Array.of(time),
    received: time + 5,
    clockSkewed: false,
    ...over,
  };
  return { key: "site1/press/line2/motor7", time, value };
}

function listen(messages: readonly Message<SampleBlock>[], before: Heard = {}) {
  const [window] = bySensor(messages);
  if (window === undefined) throw new Error("no messages");
  return hear(before, window, pooled(window));
}

describe("how a sensor's data comes in", () => {
  it("is told without what nobody said", () => {
    expect(listen([message(1000)]).arriving).toEqual({
      duplicates: 0,
      late: 0,
      timed: 0,
      lastAt: 1000,
      longestGap: 0,
      extremes: [1000, 1000],
      unchanged: 0,
    });
  });

  it("says which source it came through, and with which quality of service", () => {
    const plant = { source: "plant" };
    const { arriving } = listen([message(0, { ...plant, qos: 1 }), message(1, { ...plant, qos: 0 })]);
    expect(arriving).toMatchObject({ source: "plant", qos: [1, 1, 0] });
  });

  it("measures latency from a block's last sample by the device's clock", () => {
    const block = { rate: 100, values: new Float32Array(200) };
    const { arriving } = listen([
      message(0, { ...block, deviceTime: 0, received: 2300 }),
      message(3000, { ...block, deviceTime: 3000, received: 5040 }),
      message(6000, { ...block, deviceTime: 8000, received: 6000 }),
      message(9000, { received: 9000 }),
    ]);
    expect(arriving).toMatchObject({ latency: { min: -4000, median: 40, max: 300 }, timed: 3 });
  });

  it("counts what was lost over windows, and takes back what comes late", () => {
    const first = listen([message(1, { seq: 1 }), message(4, { seq: 4 })]);
    expect(first.arriving.sequence).toEqual({ numbered: 2, lost: 2, recovered: 0, restarts: 0 });
    const late = hearUnused(first.heard, message(2, { seq: 2 }), "late");
    const again = hearUnused(late, message(2, { seq: 2 }), "late");
    const { arriving } = listen([message(11, { seq: 6 })], again);
    expect(arriving.sequence).toEqual({ numbered: 1, lost: 1, recovered: 1, restarts: 0 });
    expect(arriving).toMatchObject({ late: 1, duplicates: 1 });
  });

  it("takes none for repeated because one that was sent after them came late before their window closed", () => {
    const late = hearUnused({}, message(-20_000, { seq: 3 }), "late");
    const { arriving } = listen([message(1, { seq: 1 }), message(2, { seq: 2 })], late);
    expect(arriving).toMatchObject({ late: 1, duplicates: 0, sequence: { numbered: 2, lost: 0 } });
  });

  it("does not count the end of a window that comes late as lost", () => {
    const first = listen([message(1, { seq: 1 })]);
    const late = hearUnused(first.heard, message(9, { seq: 2 }), "late");
    expect(listen([message(11, { seq: 3 })], late).arriving.sequence).toMatchObject({ lost: 0 });
  });

  it("counts blocks that came again, once", () => {
    const first = listen([message(1)], hearUnused({}, message(1), "duplicate"));
    expect(first.arriving.duplicates).toBe(1);
    expect(listen([message(11)], first.heard).arriving.duplicates).toBe(0);
  });

  it("measures pauses over windows", () => {
    const first = listen([message(1000), message(4000)]);
    expect(first.arriving.longestGap).toBe(3000);
    expect(listen([message(11_000)], first.heard).arriving.longestGap).toBe(7000);
  });

  it("knows the extremes of what are numbers", () => {
    expect(listen([message(0, { values: Float32Array.of(2, NaN, -1) })]).arriving.extremes).toEqual([-1, 2]);
    expect(listen([message(0, { values: Float32Array.of(NaN) })]).arriving).not.toHaveProperty("extremes");
  });

  it("measures how long a value stands still, over blocks and windows", () => {
    const at = (time: number, ...values: number[]) =>
      message(time, { values: Float32Array.from(values), rate: 1 });
    // One sample a second: 7 first comes at 2 s, and stands until 12 s.
    const first = listen([at(0, 1, 2, 7, 7), at(4000, 7, 7)]);
    expect(first.arriving.unchanged).toBe(3000);
    const second = listen([at(10_000, 7, 7, 7)], first.heard);
    expect(second.arriving.unchanged).toBe(10_000);
    expect(listen([at(20_000, 8, 8)], second.heard).arriving.unchanged).toBe(1000);
    expect(listen([at(20_000, 7, 8)], second.heard).arriving.unchanged).toBe(0);
  });
});
