import { failures, feedback, groups, predictions } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { failureMessages, feedbackMessages, groupMessages, type MesTopics, riskMessages } from "./mes.ts";

const topics: MesTopics = {
  asset: ({ site, area, line, asset }) => `mes/${site}/${area}/${line}/${asset}`,
  line: ({ site, area, line }) => `mes/${site}/${area}/${line}`,
  publishRisk: true,
};
const ASSET = "mes/site1/press/line2/motor7/predicted-failure";
const LINE = "mes/site1/press/line2/predicted-failure-group";
const { example } = failures;

/** Topic, whether it is retained, and whether it is empty. */
const outline = (messages: ReturnType<typeof failureMessages>) =>
  messages.map(({ topic, retain, payload }) => [topic, retain, payload === ""]);

describe("what the MES is told of a failure", () => {
  it("is an event and the current state", () => {
    expect(outline(failureMessages(example, topics))).toEqual([
      [`${ASSET}/event`, false, false],
      [ASSET, true, false],
    ]);
  });

  it("is only the current state while a grouped event stands for it", () => {
    const grouped = { ...example, value: { ...example.value, group: "g" } };
    expect(outline(failureMessages(grouped, topics))).toEqual([[ASSET, true, false]]);
  });

  it.each([undefined, "g"])("is an empty current state once it closed (group: %s)", (group) => {
    const value = { ...example.value, state: "closed" as const, ...(group !== undefined && { group }) };
    expect(outline(failureMessages({ ...example, value }, topics)).at(-1)).toEqual([ASSET, true, true]);
  });
});

describe("what the MES is told of a grouped event", () => {
  it("is an event and the current state of the line", () => {
    const messages = groupMessages(groups.example, topics);
    expect(outline(messages)).toEqual([
      [`${LINE}/event`, false, false],
      [LINE, true, false],
    ]);
    expect(JSON.parse(messages[0]?.payload ?? "")).toMatchObject({
      type: "io.presage.predicted-failure-group.v1",
      id: "site1/press/line2@1700000010000.3",
      subject: "site1/press/line2",
    });
  });

  it("is an empty current state once it closed", () => {
    const closed = { ...groups.example, value: { ...groups.example.value, state: "closed" as const } };
    expect(outline(groupMessages(closed, topics))).toEqual([
      [`${LINE}/event`, false, false],
      [LINE, true, true],
    ]);
  });
});

describe("what the MES is told of what was said of an asset", () => {
  it("is an event, beside the topic on which it speaks itself", () => {
    const messages = feedbackMessages(feedback.example, topics);
    expect(outline(messages)).toEqual([["mes/site1/press/line2/motor7/feedback/event", false, false]]);
    expect(JSON.parse(messages[0]?.payload ?? "")).toMatchObject({
      type: "io.presage.feedback.v1",
      data: { action: "confirmed", by: "jo" },
    });
  });
});

describe("what the MES is told of a prediction", () => {
  it("is nothing if risks are not published", () => {
    expect(riskMessages(predictions.example, { ...topics, publishRisk: false })).toEqual([]);
  });
});
