import { failures, groups, predictions } from "@presage/contracts";
import { announceFailure, announceGroup, announceRisk, type Announcement } from "@presage/mes";
import { describe, expect, it } from "vitest";
import { Standing } from "./standing.ts";

const closed = { ...failures.example, value: { ...failures.example.value, state: "closed" as const } };
const standing = (states: ReadonlyMap<string, Uint8Array> = new Map()): Standing => new Standing(states);
const outline = (said: readonly Announcement[]): string[] =>
  said.map(({ channel, key }) => `${channel} ${key}`);

describe("what the MES's broker keeps", () => {
  it("is the current state of failures and groups, not their events, nor risks, which the next window says again", () => {
    const now = standing();
    const said = [
      ...announceFailure(failures.example),
      ...announceGroup(groups.example),
      ...announceRisk(predictions.example),
    ];
    now.note(said);
    expect(outline(now.all())).toEqual([
      "predicted-failure site1/press/line2/motor7",
      "predicted-failure-group site1/press/line2",
    ]);
  });

  it("is known after a restart from what the log keeps, as it was said", () => {
    const before = standing();
    before.note(announceFailure(failures.example));
    const after = standing(before.changed());
    expect(after.all()).toEqual(before.all());
    expect(after.changed().size).toBe(0);
  });

  it("is nothing any more once it is over", () => {
    const now = standing();
    now.note(announceFailure(failures.example));
    now.note(announceFailure(closed));
    expect(now.all()).toEqual([]);
    expect([...now.changed().values()].map((bytes) => bytes.byteLength)).toEqual([0]);
  });

  it("is not mixed up with other states of the publisher", () => {
    expect(standing(new Map([["sparkplug", new Uint8Array([123, 125])]])).all()).toEqual([]);
  });
});
