import type { PresageError } from "@presage/contracts";
import { type Static, Type } from "@sinclair/typebox";
import { refused } from "./refused.ts";
import { reader } from "./schema.ts";

const closed = { additionalProperties: false } as const;
const Share = Type.Number({ minimum: 0, maximum: 1 });
const Count = Type.Integer({ minimum: 1, maximum: 1_000 });
const Text = Type.String({ minLength: 1 });

/** Drift is measured against it. */
export const Histogram = Type.Object(
  {
    edges: Type.Array(Type.Number(), {
      minItems: 1,
      maxItems: 64,
      description: "between bins, ascending; the first and the last bin are open",
    }),
    shares: Type.Array(Share, {
      minItems: 2,
      maxItems: 65,
      description: "of the values in each bin, one more than edges; they add up to 1",
    }),
  },
  {
    ...closed,
    description: "how the standardised values of healthy machines were spread in the training data",
  },
);

export const ModelInput = Type.Object(
  {
    feature: Type.String({
      pattern: "^(acceleration|temperature|scalar)\\.[a-z0-9_]+(@(short|long|rise))?$",
      description:
        "`quantity.feature`, the greatest value of that feature over the asset's sensors; with `@short` its deviation from the asset's own baseline, with `@long` the mean of that over some 30 windows, with `@rise` the former less the latter",
    }),
    transform: Type.Union([Type.Literal("identity"), Type.Literal("log"), Type.Literal("asinh")], {
      description:
        "what is done to the value before it is standardised; log is the natural logarithm, asinh the inverse hyperbolic sine",
    }),
    mean: Type.Number({ description: "of the transformed values of the healthy training data" }),
    std: Type.Number({ exclusiveMinimum: 0, description: "of the same" }),
    fallback: Type.Number({
      minimum: -10,
      maximum: 10,
      description: "standardised value to take when the feature is missing",
    }),
    histogram: Type.Optional(Histogram),
  },
  closed,
);

export const Calibration = Type.Union(
  [
    Type.Object({ method: Type.Literal("none") }, closed),
    Type.Object({ method: Type.Literal("platt"), a: Type.Number(), b: Type.Number() }, closed),
  ],
  { description: "how the network's output x becomes a risk: x itself, or 1 / (1 + exp(-(a x + b)))" },
);

const Risk = Type.String({ minLength: 1, description: "what the risk is the probability of" });

/** One output: the risk itself. */
const RiskOutput = Type.Object({ risk: Risk, horizonHours: Type.Number({ exclusiveMinimum: 0 }) }, closed);

/**
 * As many outputs as edges: log-odds of the hazard that the machine fails before its age has grown by the edge's share, given that
 * it did not before the edge below. Its age counts from the start of its baseline.
 */
export const SurvivalOutput = Type.Object(
  {
    risk: Risk,
    horizonShare: Type.Number({ exclusiveMinimum: 0, description: "the horizon as a share of the age" }),
    edges: Type.Array(Type.Number({ exclusiveMinimum: 0 }), {
      minItems: 2,
      maxItems: 64,
      description: "shares of the age, ascending",
    }),
    band: Type.Object(
      { low: Type.Number({ exclusiveMinimum: 0 }), high: Type.Number({ exclusiveMinimum: 0 }) },
      { ...closed, description: "by how much p10 and p90 are moved away from p50, in the logarithm" },
    ),
  },
  closed,
);

export const ModelManifest = Type.Object(
  {
    format: Type.Literal("presage-model/1"),
    name: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,63}$" }),
    version: Type.String({
      pattern: "^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$",
      description: "semantic version",
    }),
    description: Text,
    licence: Type.String({ minLength: 1, description: "SPDX identifier" }),
    assetClasses: Type.Array(Text, { minItems: 1, description: "classes of machines it was made for" }),
    inputs: Type.Array(ModelInput, { minItems: 1, maxItems: 1_024, description: "in the network's order" }),
    outputs: Type.Union([RiskOutput, SurvivalOutput]),
    calibration: Calibration,
    decision: Type.Object(
      {
        threshold: Share,
        k: Count,
        n: Count,
        clearThreshold: Share,
        clearWindows: Count,
        patience: Type.Optional(
          Type.Number({
            minimum: 0,
            maximum: 1,
            description:
              "for how much of the horizon, as a share, windows must have counted before a failure opens; 0 if left out",
          }),
        ),
        falseAlarms: Type.Optional(
          Type.Array(
            Type.Object({ perSpell: Type.Number({ exclusiveMinimum: 0 }), threshold: Share }, closed),
            {
              minItems: 1,
              description:
                "how many false alarms a healthy machine raises in a spell as long as the patience, descending, by threshold; without it `threshold` holds",
            },
          ),
        ),
      },
      { ...closed, description: "a failure opens when k of the last n windows are at or over the threshold" },
    ),
    training: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
      description: "what it was trained on, and how to do it again",
    }),
    metrics: Type.Record(Type.String(), Type.Number(), { description: "on data it was not trained on" }),
    files: Type.Record(Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$" }), Type.String(), {
      ...closed,
      description: "SHA-256 of every other file, hexadecimal",
    }),
  },
  closed,
);

export type Histogram = Static<typeof Histogram>;
export type ModelInput = Readonly<Static<typeof ModelInput>>;
export type Calibration = Readonly<Static<typeof Calibration>>;
export type SurvivalOutput = Static<typeof SurvivalOutput>;
export type ModelManifest = Static<typeof ModelManifest>;

/** Shares may be rounded to some digits. */
const SUM_TOLERANCE = 1e-3;

const read = reader("manifest.json", ModelManifest);

/** What manifest.json says. Throws `MODEL_FORM_WRONG` with what is wrong. */
export function readManifest(json: unknown): ModelManifest {
  const manifest = read(json);
  const { k, n, threshold, clearThreshold } = manifest.decision;
  if (k > n) throw wrong(`decision.k is ${k}, more than n, ${n}`);
  if (clearThreshold > threshold) throw wrong("decision.clearThreshold is over threshold");
  if ("edges" in manifest.outputs) checkEdges(manifest.outputs);
  checkFalseAlarms(manifest.decision);
  const names = manifest.inputs.map((input) => input.feature);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw wrong(`the input ${twice} is there twice`);
  for (const { feature, histogram } of manifest.inputs)
    if (histogram !== undefined) checkHistogram(feature, histogram);
  return manifest;
}

function checkEdges({ edges, horizonShare }: SurvivalOutput): void {
  if (edges.some((edge, i) => edge <= (edges[i - 1] ?? 0))) throw wrong("outputs.edges do not ascend");
  if (horizonShare > (edges.at(-1) ?? 0))
    throw wrong(`outputs.horizonShare is ${horizonShare}, beyond the last of outputs.edges`);
}

function checkHistogram(feature: string, { edges, shares }: Histogram): void {
  if (edges.some((edge, i) => edge <= (edges[i - 1] ?? -Infinity)))
    throw wrong(`the edges of ${feature}'s histogram do not ascend`);
  if (shares.length !== edges.length + 1)
    throw wrong(`${feature}'s histogram has ${shares.length} shares for ${edges.length} edges`);
  const sum = shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) > SUM_TOLERANCE) throw wrong(`the shares of ${feature}'s histogram add up to ${sum}`);
}

function checkFalseAlarms({ falseAlarms = [], patience = 0 }: ModelManifest["decision"]): void {
  // A budget for a year is shared out to its spells of patience, and without one there are infinitely many.
  if (falseAlarms.length > 0 && patience === 0)
    throw wrong("decision.falseAlarms are by spells as long as decision.patience, which is missing or 0");
  const disordered = falseAlarms.some(({ perSpell, threshold }, i) => {
    const before = falseAlarms[i - 1];
    return before !== undefined && (perSpell >= before.perSpell || threshold <= before.threshold);
  });
  if (disordered) throw wrong("decision.falseAlarms do not have descending rates at ascending thresholds");
}

const wrong = (mistake: string): PresageError =>
  refused("MODEL_FORM_WRONG", `mend manifest.json: ${mistake}`);
