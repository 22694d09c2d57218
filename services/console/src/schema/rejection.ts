import { type Static, Type } from "@sinclair/typebox";
import { epoch } from "./common.ts";

const properties = {
  id: Type.Integer(),
  at: epoch("when it came"),
  topic: Type.String({ description: "MQTT topic it came on" }),
  code: Type.String(),
  reason: Type.String({ description: "for people" }),
  size: Type.Integer({ description: "bytes of the payload" }),
  kept: Type.Integer({ description: "bytes of it that are kept: its first 64 KiB" }),
};

export const RejectionSummary = Type.Object(properties);
export type RejectionSummary = Static<typeof RejectionSummary>;

export const RejectionDetail = Type.Object({
  ...properties,
  bytes: Type.String({ contentEncoding: "base64", description: "of the payload, what is kept" }),
});
export type RejectionDetail = Static<typeof RejectionDetail>;

export const RejectionQuery = Type.Object(
  {
    code: Type.Optional(Type.String({ maxLength: 64 })),
    topic: Type.Optional(Type.String({ maxLength: 300, description: "text in the topic" })),
    before: Type.Optional(
      Type.Integer({ minimum: 1, description: "only what was taken in before the one with this id" }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  { additionalProperties: false },
);
export type RejectionQuery = Static<typeof RejectionQuery>;

export const RejectionPage = Type.Object({
  items: Type.Array(RejectionSummary, { description: "newest first" }),
  next: Type.Optional(Type.Integer({ description: "`before` of the next page, if there is one" })),
});
export type RejectionPage = Static<typeof RejectionPage>;

export const RejectionCountQuery = Type.Object(
  { hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 720, default: 24 })) },
  { additionalProperties: false },
);

/** How many messages were rejected, by code and time. */
export const RejectionCounts = Type.Object({
  from: epoch("start of the first stretch"),
  step: Type.Integer({ description: "length of each stretch, ms" }),
  codes: Type.Array(
    Type.Object({
      code: Type.String(),
      meaning: Type.String(),
      remedy: Type.String({ description: "how to mend it" }),
      total: Type.Integer(),
      counts: Type.Array(Type.Integer(), { description: "in each stretch" }),
    }),
    { description: "those with most messages first" },
  ),
});
export type RejectionCounts = Static<typeof RejectionCounts>;

export const RejectionParams = Type.Object({ id: Type.Integer({ minimum: 1 }) });
