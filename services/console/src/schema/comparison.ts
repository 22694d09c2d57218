import { type Static, Type } from "@sinclair/typebox";
import { epoch, Nullable } from "./common.ts";
import { ModelName } from "./model.ts";

/** A failure that one of the two opened while the other had none open on that asset. */
const Opened = Type.Object({
  asset: Type.String(),
  openedAt: epoch("event time"),
  closedAt: Nullable(epoch("event time")),
  basis: Type.Union([Type.Literal("model"), Type.Literal("rule")]),
});

const Labelled = Type.Object({
  confirmed: Type.Integer({ description: "machines that failed" }),
  found: Type.Integer({ description: "those of which a failure was open when it happened" }),
  falseAlarms: Type.Integer({ description: "labels that nothing was found, though a failure was open" }),
  precision: Nullable(Type.Number()),
  recall: Nullable(Type.Number()),
  medianLeadHours: Nullable(Type.Number()),
});

const Side = Type.Object({
  model: ModelName,
  threshold: Type.Number({ description: "risk from which a window counts" }),
  scored: Type.Integer(),
  meanRisk: Nullable(Type.Number()),
  risks: Type.Array(Type.Number(), { description: "shares of the scored windows, by the bins of `edges`" }),
  failures: Type.Integer({ description: "failures that it opened, or would have opened" }),
  alone: Type.Array(Opened, { description: "those that the other one did not open, 200 at most" }),
  labelled: Labelled,
});
export type ComparisonSide = Static<typeof Side>;

/** Champion and challenger of the same windows, side by side. */
export const ModelComparison = Type.Object({
  windows: Type.Integer({ description: "that both were asked of" }),
  assets: Type.Integer(),
  from: Nullable(epoch("start of the first of them, event time")),
  to: Nullable(epoch("end of the last of them, event time")),
  edges: Type.Array(Type.Number(), { description: "between the bins of the distributions of risks" }),
  agreement: Type.Object({
    scored: Type.Integer(),
    both: Type.Integer({ description: "windows that count towards a failure for both" }),
    championOnly: Type.Integer(),
    challengerOnly: Type.Integer(),
    neither: Type.Integer(),
    share: Nullable(Type.Number({ description: "of windows of which they say the same" })),
    correlation: Nullable(Type.Number({ description: "of the log-odds of their risks" })),
  }),
  champion: Side,
  challenger: Side,
  worse: Nullable(
    Type.String({ description: "in what the challenger does worse, by what was found of the machines" }),
  ),
});
export type ModelComparison = Static<typeof ModelComparison>;

export const ComparisonQuery = Type.Object(
  {
    challenger: Type.String({ minLength: 4, maxLength: 128, description: "digest" }),
    champion: Type.Optional(
      Type.String({ minLength: 4, maxLength: 128, description: "digest; default the one that is live" }),
    ),
    from: Type.Optional(epoch("only windows that begin then or later")),
    to: Type.Optional(epoch("only windows that begin before")),
    after: Type.Optional(epoch("one that was computed before then will not do")),
  },
  { additionalProperties: false },
);
export type ComparisonQuery = Static<typeof ComparisonQuery>;

/** A comparison, or how far it is. What was computed before stays until it is computed anew. */
export const ComparisonAnswer = Type.Object({
  state: Type.Union([
    Type.Literal("waiting", { description: "for another one to be done" }),
    Type.Literal("computing"),
    Type.Literal("done"),
    Type.Literal("failed"),
  ]),
  read: Type.Integer({ description: "predictions of the log that were read so far" }),
  computedAt: Type.Optional(epoch("when `comparison` was computed")),
  comparison: Type.Optional(ModelComparison),
  problem: Type.Optional(Type.String({ description: "why it failed" })),
});
export type ComparisonAnswer = Static<typeof ComparisonAnswer>;
