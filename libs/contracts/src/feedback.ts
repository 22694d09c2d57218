import { Type, type Static } from "@sinclair/typebox";
import { cloudEventContract } from "./cloudevent.ts";
import { FailureMode } from "./modes.ts";

/** What may be said of an asset. The last three are labels: what a prediction, or its absence, is measured by. */
export const FEEDBACK_ACTIONS = ["reset-baseline", "confirmed", "false-alarm", "unknown"] as const;

export const Feedback = Type.Object({
  action: Type.Unsafe<(typeof FEEDBACK_ACTIONS)[number]>({
    type: "string",
    enum: [...FEEDBACK_ACTIONS],
    description:
      "`reset-baseline`: the machine is another now (repaired, rebuilt, moved), learn it anew; `confirmed`: it failed, or was found failing; `false-alarm`: nothing was found; `unknown`: nobody could tell",
  }),
  at: Type.Integer({ description: "when it was said, epoch milliseconds" }),
  by: Type.String({ minLength: 1, maxLength: 128, description: "who said it" }),
  mode: Type.Optional(FailureMode),
  failure: Type.Optional(
    Type.String({ minLength: 1, maxLength: 512, description: "id of the predicted failure that is meant" }),
  ),
  occurredAt: Type.Optional(
    Type.Integer({
      description:
        "when the machine failed or was looked at, in the time of its measurements, epoch milliseconds; `at` if left out",
    }),
  ),
  comment: Type.Optional(Type.String({ maxLength: 2_000 })),
});

export type Feedback = Static<typeof Feedback>;

export const feedback = cloudEventContract({
  topic: "feedback",
  title: "What a person, or the MES, said of an asset.",
  type: "io.presage.feedback.v1",
  schema: Feedback,
  id: (m) => `${m.key}@${m.value.at}.${m.value.action}`,
  example: {
    key: "site1/press/line2/motor7",
    time: 1_700_000_010_000,
    value: { action: "confirmed", at: 1_700_000_010_000, by: "jo", mode: "outer-race", comment: "spalled" },
  },
});
