import { Type, type Static } from "@sinclair/typebox";
import { cloudEventContract } from "./cloudevent.ts";
import { Evidence } from "./modes.ts";
import { Driver, ModelReference, RemainingLifeHours } from "./predictions.ts";

export const Severity = Type.Union([
  Type.Literal("low"),
  Type.Literal("medium"),
  Type.Literal("high"),
  Type.Literal("critical"),
]);

export const Contribution = Type.Object({
  feature: Type.String({ description: "an input of the model, or a group of inputs that speak of the same" }),
  contribution: Type.Number({
    description: "by how much it moved the risk from `baseRisk`; they add up to risk - baseRisk",
  }),
});

export const Failure = Type.Object({
  id: Type.String({ description: "one id for the failure's whole life" }),
  revision: Type.Integer({ minimum: 1, description: "counts up by one with every change" }),
  state: Type.Union([Type.Literal("opened"), Type.Literal("updated"), Type.Literal("closed")]),
  severity: Severity,
  openedAt: Type.Integer({ description: "epoch milliseconds" }),
  updatedAt: Type.Integer(),
  closedAt: Type.Optional(Type.Integer()),
  receivedAt: Type.Optional(
    Type.Integer({
      description: "when the newest data behind this revision reached Presage, epoch milliseconds",
    }),
  ),
  basis: Type.Union([Type.Literal("model"), Type.Literal("rule")], {
    description: "what raised it: the model's risk, or a limit that was passed",
  }),
  rules: Type.Array(Type.String()),
  risk: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
  trend: Type.Array(Type.Number(), { description: "the last risks, oldest first" }),
  horizonHours: Type.Number(),
  remainingLifeHours: RemainingLifeHours,
  zone: Type.Optional(Type.String()),
  drivers: Type.Array(Driver),
  modes: Type.Optional(Type.Array(Evidence, { description: "failure modes, most likely first" })),
  baseRisk: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 1,
      description: "the risk of this machine when it is as its baseline",
    }),
  ),
  contributions: Type.Optional(
    Type.Array(Contribution, { description: "exact Shapley values, greatest first" }),
  ),
  group: Type.Optional(
    Type.String({ description: "id of the grouped event it is a member of, in a flood of one line" }),
  ),
  action: Type.String({ description: "what to do next, for a person" }),
  evidence: Type.Object(
    { start: Type.Integer(), end: Type.Integer() },
    { description: "event time of the raw blocks behind it" },
  ),
  model: Type.Optional(ModelReference),
});

export type Contribution = Static<typeof Contribution>;
export type Severity = Static<typeof Severity>;

/** From the least to the greatest. */
export const SEVERITIES = ["low", "medium", "high", "critical"] as const satisfies readonly Severity[];

/** The more severe of two. */
export const severer = (a: Severity, b: Severity): Severity =>
  SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
export type Failure = Static<typeof Failure>;

export const failures = cloudEventContract({
  topic: "failures",
  title: "One revision in the life of one predicted failure: opened, updated, closed.",
  type: "io.presage.predicted-failure.v1",
  schema: Failure,
  id: (m) => `${m.value.id}.${m.value.revision}`,
  example: {
    key: "site1/press/line2/motor7",
    time: 1_700_000_010_000,
    value: {
      id: "site1/press/line2/motor7@1700000010000",
      revision: 1,
      state: "opened",
      severity: "high",
      openedAt: 1_700_000_010_000,
      updatedAt: 1_700_000_010_000,
      receivedAt: 1_700_000_009_900,
      basis: "model",
      rules: [],
      risk: 0.87,
      trend: [0.4, 0.7, 0.87],
      horizonHours: 24,
      zone: "C",
      drivers: [{ feature: "acceleration.rms", value: 3.4, reference: 0.6, deviation: 5.1 }],
      modes: [{ mode: "outer-race", score: 0.71, lines: [] }],
      baseRisk: 0.02,
      contributions: [
        { feature: "acceleration.kurtosis", contribution: 0.6 },
        { feature: "acceleration.rms", contribution: 0.25 },
      ],
      action: "Plan an inspection of the bearing within the horizon.",
      evidence: { start: 1_699_999_980_000, end: 1_700_000_010_000 },
      model: { name: "bearing-wear", version: "1.0.0", digest: "9f86d081884c7d65" },
    },
  },
});
