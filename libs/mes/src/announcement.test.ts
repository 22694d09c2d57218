import { breaches, failures, feedback, groups, predictions } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import {
  announceBreach,
  announceFailure,
  announceFeedback,
  announceGroup,
  announceRisk,
} from "./announcement.ts";

const { example } = failures;
const MODEL = { name: "challenger", version: "1.0.0", digest: "00" };
const ASSET = "site1/press/line2/motor7";

/** Channel, asset or line, and whether a state is over. */
const outline = (announcements: ReturnType<typeof announceFailure>) =>
  announcements.map(({ channel, key, over }) => [channel, key, over]);

describe("what the MES is told of a failure", () => {
  it("is an event and the current state", () => {
    expect(outline(announceFailure(example))).toEqual([
      ["predicted-failure/event", ASSET, false],
      ["predicted-failure", ASSET, false],
    ]);
  });

  it("is only the current state while a grouped event stands for it", () => {
    const grouped = { ...example, value: { ...example.value, group: "g" } };
    expect(outline(announceFailure(grouped))).toEqual([["predicted-failure", ASSET, false]]);
  });

  it.each([undefined, "g"])("is that its state is over once it closed (group: %s)", (group) => {
    const value = { ...example.value, state: "closed" as const, ...(group !== undefined && { group }) };
    expect(outline(announceFailure({ ...example, value })).at(-1)).toEqual([
      "predicted-failure",
      ASSET,
      true,
    ]);
  });
});

describe("what the MES is told of a grouped event", () => {
  it("is an event and the current state of the line", () => {
    const announcements = announceGroup(groups.example);
    expect(outline(announcements)).toEqual([
      ["predicted-failure-group/event", "site1/press/line2", false],
      ["predicted-failure-group", "site1/press/line2", false],
    ]);
    expect(announcements[0]?.event).toMatchObject({
      type: "io.presage.predicted-failure-group.v1",
      id: "site1/press/line2@1700000010000.3",
    });
  });

  it("is that its state is over once it closed", () => {
    const closed = { ...groups.example, value: { ...groups.example.value, state: "closed" as const } };
    expect(outline(announceGroup(closed)).map(([, , over]) => over)).toEqual([false, true]);
  });
});

describe("what else the MES is told", () => {
  it("is what was said of an asset, beside the topic on which it speaks itself", () => {
    expect(announceFeedback(feedback.example)).toMatchObject([
      { channel: "feedback/event", key: ASSET, event: { data: { action: "confirmed", by: "jo" } } },
    ]);
  });

  it("is each revision of a breach of data quality, and the state that is over when none is open", () => {
    const { example: opened } = breaches;
    const closed = { ...opened, value: { ...opened.value, state: "closed" as const, open: [] } };
    expect(outline([...announceBreach(opened), ...announceBreach(closed)])).toEqual([
      ["data-quality/event", ASSET, false],
      ["data-quality", ASSET, false],
      ["data-quality/event", ASSET, false],
      ["data-quality", ASSET, true],
    ]);
  });

  it("is the latest risk, without what is for those who make models only", () => {
    const shadow = { risk: 0.1, horizonHours: 24, model: MODEL };
    const [announced] = announceRisk({
      ...predictions.example,
      value: { ...predictions.example.value, shadow },
    });
    expect(announced?.event.data).toMatchObject({ risk: 0.87 });
    expect(announced?.event.data).not.toHaveProperty("shadow");
    expect(announced?.event.data).not.toHaveProperty("deviations");
  });
});
