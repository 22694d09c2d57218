import { Type, type Static } from "@sinclair/typebox";
import { cloudEventContract } from "./cloudevent.ts";

export const Feedback = Type.Object({
  action: Type.Unsafe<"reset-baseline">({
    type: "string",
    enum: ["reset-baseline"],
    description: "`reset-baseline`: the machine is another now (repaired, rebuilt, moved); learn it anew",
  }),
  at: Type.Integer({ description: "when it was said, epoch milliseconds" }),
  by: Type.String({ minLength: 1, maxLength: 128, description: "who said it" }),
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
    value: { action: "reset-baseline", at: 1_700_000_010_000, by: "jo", comment: "new bearing" },
  },
});
