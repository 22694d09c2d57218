import { Type, type Static } from "@sinclair/typebox";
import { cloudEventContract } from "./cloudevent.ts";

/** What a requirement on a sensor's data limits. */
export const REQUIREMENT_KINDS = ["coverage", "gap", "latency", "range", "stuck"] as const;
export type RequirementKind = (typeof REQUIREMENT_KINDS)[number];

const OpenBreach = Type.Object({
  id: Type.String({ description: "one id for the breach's whole life" }),
  sensor: Type.String(),
  requirement: Type.String({ description: "the requirement's name in the configuration" }),
  kind: Type.Unsafe<RequirementKind>({
    type: "string",
    enum: [...REQUIREMENT_KINDS],
    description:
      "coverage: share of the expected messages; gap: ms between two messages; latency: ms to the bridge; range: values; stuck: ms without a change",
  }),
  owner: Type.Optional(Type.String({ description: "who looks after the sensor, as configured" })),
  limit: Type.Union([Type.Number(), Type.Tuple([Type.Number(), Type.Number()])], {
    description: "of coverage the least, of range both, else the greatest value that is good",
  }),
  worst: Type.Number({ description: "the value furthest from the limit so far" }),
  since: Type.Integer({ description: "when the limit was broken, epoch milliseconds of event time" }),
});

const Breach = Type.Composite([
  OpenBreach,
  Type.Object({
    revision: Type.Integer({ minimum: 1, description: "counts up by one with every change" }),
    state: Type.Union([Type.Literal("opened"), Type.Literal("updated"), Type.Literal("closed")]),
    updatedAt: Type.Integer({ description: "epoch milliseconds of event time" }),
    until: Type.Optional(Type.Integer({ description: "since when the data has been good again" })),
    open: Type.Array(OpenBreach, { description: "all breaches of the asset that are open now" }),
  }),
]);

/** A breach as one of those that are open. */
export type OpenBreach = Static<typeof OpenBreach>;
export type Breach = Static<typeof Breach>;

const OPEN: OpenBreach = {
  id: "site1/press/line2/motor7/temp/pumps.gap@1700000000000",
  sensor: "temp",
  requirement: "pumps",
  kind: "gap",
  owner: "instrumentation@site1.example",
  limit: 30_000,
  worst: 95_000,
  since: 1_700_000_000_000,
};

export const breaches = cloudEventContract({
  topic: "breaches",
  title: "One revision in the life of a breach of a data-quality requirement: opened, updated, closed.",
  type: "io.presage.data-quality.v1",
  schema: Breach,
  id: (m) => `${m.value.id}.${m.value.revision}`,
  example: {
    key: "site1/press/line2/motor7",
    time: 1_700_000_065_000,
    value: { ...OPEN, revision: 1, state: "opened", updatedAt: 1_700_000_065_000, open: [OPEN] },
  },
});
