import { Type, type Static } from "@sinclair/typebox";
import { cloudEventContract } from "./cloudevent.ts";
import { FailureMode } from "./modes.ts";

/** What was found of a machine: what a prediction, or its absence, is measured by. */
export const LABELS = ["confirmed", "false-alarm", "unknown"] as const;

/** What may be said of an asset, or of one of its predicted failures. */
export const FEEDBACK_ACTIONS = [
  "reset-baseline",
  ...LABELS,
  "acknowledge",
  "shelve",
  "unshelve",
  "comment",
  "work-order",
  "out-of-service",
  "in-service",
] as const;

/** The ways by which something may be said. */
const FEEDBACK_WAYS = ["console", "mqtt"] as const;

export const Feedback = Type.Object({
  action: Type.Unsafe<(typeof FEEDBACK_ACTIONS)[number]>({
    type: "string",
    enum: [...FEEDBACK_ACTIONS],
    description:
      "`reset-baseline`: the machine is another now (repaired, rebuilt, moved), learn it anew; `confirmed`: it failed, or was found failing; `false-alarm`: nothing was found; `unknown`: nobody could tell; `acknowledge`: somebody has seen the failure and sees to it; `shelve`: it shall keep still until `until`; `unshelve`: not any more; `comment`: only what `comment` says; `work-order`: `workOrder` was made of it; `out-of-service`: the asset does not run, its failures keep still; `in-service`: it runs again",
  }),
  at: Type.Integer({ description: "when it was said, epoch milliseconds" }),
  by: Type.String({ minLength: 1, maxLength: 128, description: "who said it" }),
  mode: Type.Optional(FailureMode),
  failure: Type.Optional(
    Type.String({ minLength: 1, maxLength: 512, description: "id of the predicted failure that is meant" }),
  ),
  occurredAt: Type.Optional(
    Type.Integer({
      minimum: 1,
      description:
        "when the machine failed or was looked at, in the time of its measurements, epoch milliseconds; `at` if left out",
    }),
  ),
  until: Type.Optional(
    Type.Integer({ minimum: 1, description: "of `shelve`: until when, epoch milliseconds" }),
  ),
  workOrder: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description:
        "of `work-order`: its number in the MES; of a label: the work order that it is the outcome of",
    }),
  ),
  comment: Type.Optional(Type.String({ maxLength: 2_000 })),
  via: Type.Optional(
    Type.Unsafe<(typeof FEEDBACK_WAYS)[number]>({
      type: "string",
      enum: [...FEEDBACK_WAYS],
      description: "the way it came: `console`; `mqtt`, as the MES and the command line say it",
    }),
  ),
});

export type Feedback = Static<typeof Feedback>;

/** An action needs a member. In these words, since a list of the other actions would change with every new one. */
const needs = (action: (typeof FEEDBACK_ACTIONS)[number], member: keyof Feedback) => ({
  anyOf: [
    { not: { type: "object", properties: { action: { const: action } }, required: ["action"] } },
    { type: "object", properties: { [member]: {} }, required: [member] },
  ],
});

const { at: _at, via: _via, ...saidByMes } = Feedback.properties;

/** What the MES says of an asset: a feedback, of which the bridge knows when it came and by which way. */
export const FeedbackMessage = Type.Object(saidByMes, {
  allOf: [needs("shelve", "until"), needs("work-order", "workOrder")],
});

export type FeedbackMessage = Static<typeof FeedbackMessage>;

/** Whether it says what was found of the machine. */
export const isLabel = ({ action }: Pick<Feedback, "action">): boolean =>
  LABELS.some((label) => label === action);

export const feedback = cloudEventContract({
  topic: "feedback",
  title: "What a person, or the MES, said of an asset.",
  type: "io.presage.feedback.v1",
  schema: Feedback,
  // What comes in one millisecond, as after an MES was away, is told apart by what it is said of.
  id: ({ key, value: { at, action, failure, workOrder } }) =>
    [`${key}@${at}.${action}`, failure, workOrder].filter((part) => part !== undefined).join("."),
  example: {
    key: "site1/press/line2/motor7",
    time: 1_700_000_010_000,
    value: { action: "confirmed", at: 1_700_000_010_000, by: "jo", mode: "outer-race", comment: "spalled" },
  },
});
