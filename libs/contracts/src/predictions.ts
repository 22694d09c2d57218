import { Type, type Static } from "@sinclair/typebox";
import { cloudEventContract } from "./cloudevent.ts";

export const ModelReference = Type.Object({
  name: Type.String(),
  version: Type.String(),
  digest: Type.String({ description: "SHA-256 of the package's manifest, hexadecimal" }),
});

export const Driver = Type.Object({
  feature: Type.String({ description: "`quantity.feature`, the worst sensor of that quantity" }),
  value: Type.Number(),
  reference: Type.Number({ description: "the value of a healthy machine in the training data" }),
  deviation: Type.Number({ description: "standard deviations of the healthy training data" }),
});

export const Prediction = Type.Object({
  start: Type.Integer({ description: "of the window that was scored, epoch milliseconds" }),
  end: Type.Integer(),
  closedAt: Type.Integer({
    description: "when what closed the window reached the bridge, epoch milliseconds",
  }),
  risk: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
    description: "probability of failure within the horizon; null if not scored",
  }),
  notScored: Type.Optional(
    Type.String({ description: "why there is no risk: the quality rule or input that failed" }),
  ),
  horizonHours: Type.Number({ exclusiveMinimum: 0 }),
  remainingLifeHours: Type.Optional(
    Type.Object({ p10: Type.Number(), p50: Type.Number(), p90: Type.Number() }),
  ),
  zone: Type.Optional(
    Type.Union([Type.Literal("A"), Type.Literal("B"), Type.Literal("C"), Type.Literal("D")]),
  ),
  rules: Type.Array(Type.String(), { description: "absolute limits that were passed, for example `zone-d`" }),
  drivers: Type.Array(Driver),
  model: Type.Optional(ModelReference),
});

export type Prediction = Static<typeof Prediction>;
export type Driver = Static<typeof Driver>;
export type ModelReference = Static<typeof ModelReference>;

export const predictions = cloudEventContract({
  topic: "predictions",
  title: "The risk of failure of one asset after one window.",
  type: "io.presage.prediction.v1",
  schema: Prediction,
  id: (m) => `${m.key}@${m.value.start}`,
  example: {
    key: "site1/press/line2/motor7",
    time: 1_700_000_010_000,
    value: {
      start: 1_700_000_000_000,
      end: 1_700_000_010_000,
      closedAt: 1_700_000_012_100,
      risk: 0.87,
      horizonHours: 24,
      zone: "C",
      rules: [],
      drivers: [{ feature: "acceleration.rms", value: 3.4, reference: 0.6, deviation: 5.1 }],
      model: { name: "bearing-wear", version: "1.0.0", digest: "9f86d081884c7d65" },
    },
  },
});
