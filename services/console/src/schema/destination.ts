import { type Static, Type } from "@sinclair/typebox";
import { epoch } from "./common.ts";

export const DestinationView = Type.Object({
  id: Type.String({ description: "follows from the address" }),
  kind: Type.Union([Type.Literal("webhook"), Type.Literal("email")]),
  address: Type.String({
    description: "mail address, or URL without what may be secret: all after the first part of its path",
  }),
  signed: Type.Boolean({ description: "whether what is sent has a signature" }),
  told: Type.Array(
    Type.Object({
      on: Type.Array(Type.String()),
      severities: Type.Array(Type.String()),
      sites: Type.Array(Type.String(), { description: "none: all" }),
      owners: Type.Array(Type.String(), { description: "of breaches of data quality only those; none: all" }),
    }),
    { description: "what it is told of" },
  ),
  waiting: Type.Integer({ description: "events that are still to be delivered" }),
  delivered: Type.Integer({ description: "in the last 30 days" }),
  lost: Type.Integer({ description: "given up in the last 30 days" }),
  deliveredAt: Type.Optional(epoch("when one was last delivered")),
  nextAt: Type.Optional(epoch("when what waits is tried next")),
  lastError: Type.Optional(
    Type.Object(
      { at: Type.Optional(epoch("when")), why: Type.String() },
      { description: "of what waits or was given up" },
    ),
  ),
});
export type DestinationView = Static<typeof DestinationView>;

export const DestinationList = Type.Object({
  items: Type.Array(DestinationView, { description: "as they are configured" }),
});
export type DestinationList = Static<typeof DestinationList>;

export const DestinationTest = Type.Object(
  { destination: Type.String({ pattern: "^[\\w-]{1,64}$", description: "its id" }) },
  { additionalProperties: false },
);

export const DestinationTested = Type.Object({
  delivered: Type.Boolean(),
  why: Type.Optional(Type.String({ description: "why it was not" })),
});
export type DestinationTested = Static<typeof DestinationTested>;
