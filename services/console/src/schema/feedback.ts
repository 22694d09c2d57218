import { FAILURE_MODES } from "@presage/contracts";
import { type Static, Type } from "@sinclair/typebox";

/** What may be said in the console, of failures or of assets. */
export const CONSOLE_ACTIONS = [
  "acknowledge",
  "shelve",
  "unshelve",
  "comment",
  "confirmed",
  "false-alarm",
  "unknown",
  "work-order",
  "out-of-service",
  "in-service",
  "reset-baseline",
] as const;

/** One thing that is said of one or of many. */
export const FeedbackRequest = Type.Object(
  {
    action: Type.Unsafe<(typeof CONSOLE_ACTIONS)[number]>({ type: "string", enum: [...CONSOLE_ACTIONS] }),
    targets: Type.Array(
      Type.Object(
        {
          asset: Type.String({ minLength: 7, maxLength: 300, description: "site/area/line/asset" }),
          failure: Type.Optional(Type.String({ minLength: 1, maxLength: 512, description: "its id" })),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 1_000 },
    ),
    until: Type.Optional(
      Type.Integer({ minimum: 1, description: "of `shelve`, which needs it: epoch milliseconds" }),
    ),
    comment: Type.Optional(
      Type.String({ maxLength: 2_000, description: "what is said; `comment` needs it, `shelve` the reason" }),
    ),
    mode: Type.Optional(
      Type.Unsafe<(typeof FAILURE_MODES)[number]>({
        type: "string",
        enum: [...FAILURE_MODES],
        description: "of `confirmed`: what failed",
      }),
    ),
    occurredAt: Type.Optional(
      Type.Integer({ minimum: 1, description: "of a label: when it failed or was looked at" }),
    ),
    workOrder: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: "of `work-order`, which needs it: its number; of a label: the one it is the outcome of",
      }),
    ),
  },
  { additionalProperties: false },
);
export type FeedbackRequest = Static<typeof FeedbackRequest>;

export const FeedbackAnswer = Type.Object({
  accepted: Type.Integer({ description: "targets it was said of" }),
});
