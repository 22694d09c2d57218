import { FEEDBACK_ACTIONS, FeedbackMessage } from "@presage/contracts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { decodeFeedback } from "./feedback-decoder.ts";

const isValid = new Ajv2020().compile(JSON.parse(JSON.stringify(FeedbackMessage)) as object);

/** Values of each member, of which some may not be. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  action: [...FEEDBACK_ACTIONS, "explode", "", 1, undefined],
  by: ["jo", "x".repeat(128), "x".repeat(129), "", 7, null, undefined],
  mode: ["outer-race", "gremlins", null],
  failure: ["a@1", "x".repeat(513), "", 1],
  occurredAt: [1, 1_700_000_000_000, 0, -1, 1.5, "yesterday"],
  until: [1_800_000_000_000, 0, "tomorrow", null],
  workOrder: ["4711", "", 4_711, "x".repeat(129)],
  comment: ["", "spalled", "x".repeat(2_001), 7],
  colour: ["red"],
};

/** Each action alone and with what it needs, and of each such message those in which one member is another. */
const MESSAGES = FEEDBACK_ACTIONS.flatMap((action) => {
  const plain = { action, by: "mes" };
  const bases: object[] = [plain, { ...plain, until: 2_000_000_000_000 }, { ...plain, workOrder: "WO-1" }];
  return bases.flatMap((base) => [
    base,
    ...Object.entries(VALUES).flatMap(([name, values]) =>
      values.map((value) => ({ ...base, [name]: value })),
    ),
  ]);
});

describe("what the MES may say", () => {
  const outcome = (message: object): { message: object; ok: boolean } => ({
    message,
    ok: decodeFeedback(JSON.parse(JSON.stringify(message)), 1).ok,
  });

  it("is what its published schema allows, and nothing else", () => {
    const decoded = MESSAGES.map(outcome);
    expect(decoded).toEqual(
      MESSAGES.map((message) => ({ message, ok: isValid(JSON.parse(JSON.stringify(message))) })),
    );
    expect(decoded.filter(({ ok }) => ok).length).toBeGreaterThan(300);
    expect(decoded.filter(({ ok }) => !ok).length).toBeGreaterThan(300);
  });
});
