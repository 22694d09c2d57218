import { Type, type Static } from "@sinclair/typebox";
import { cloudEventContract } from "./cloudevent.ts";
import { Evidence } from "./modes.ts";

export const ModelReference = Type.Object({
  name: Type.String(),
  version: Type.String(),
  digest: Type.String({ description: "SHA-256 of the package's manifest, hexadecimal" }),
});

export const Driver = Type.Object({
  feature: Type.String({ description: "`quantity.feature`, the worst sensor of that quantity" }),
  sensor: Type.Optional(Type.String({ description: "the sensor, where each is judged by itself" })),
  value: Type.Number(),
  reference: Type.Number({ description: "the asset's own baseline" }),
  deviation: Type.Number({
    description: "from the reference, in robust standard deviations of the baseline",
  }),
});

/** The asset's own baseline, against which a window was judged. */
export const BaselineStatus = Type.Object({
  version: Type.Integer({ minimum: 1, description: "counts up with every reset" }),
  frozen: Type.Boolean({
    description: "false while it is being learned; there is no risk until it is frozen",
  }),
  windows: Type.Integer({ minimum: 0, description: "healthy windows it was learned from so far" }),
  state: Type.String({ description: "the operating state of this window; `any` if none are configured" }),
});

const Risk = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
  description: "probability of failure within the horizon; null if not scored",
});
const NotScored = Type.Optional(
  Type.String({ description: "why there is no risk: the quality rule or input that failed" }),
);
const HorizonHours = Type.Number({ exclusiveMinimum: 0 });
export const RemainingLifeHours = Type.Optional(
  Type.Object({ p10: Type.Number(), p50: Type.Number(), p90: Type.Number() }),
);

/** What a challenger says of the window. It is compared with what came of it, and never makes an event. */
export const Shadow = Type.Object({
  risk: Risk,
  notScored: NotScored,
  horizonHours: HorizonHours,
  remainingLifeHours: RemainingLifeHours,
  model: ModelReference,
});

export const Prediction = Type.Object({
  start: Type.Integer({ description: "of the window that was scored, epoch milliseconds" }),
  end: Type.Integer(),
  closedAt: Type.Integer({
    description: "when what closed the window reached the bridge, epoch milliseconds",
  }),
  receivedAt: Type.Optional(
    Type.Integer({
      description: "when the last message of the window reached the bridge, epoch milliseconds",
    }),
  ),
  risk: Risk,
  notScored: NotScored,
  horizonHours: HorizonHours,
  remainingLifeHours: RemainingLifeHours,
  zone: Type.Optional(
    Type.Union([Type.Literal("A"), Type.Literal("B"), Type.Literal("C"), Type.Literal("D")]),
  ),
  rules: Type.Array(Type.String(), {
    description:
      "limits that were passed: `zone-d`, `velocity-alarm`, `temperature-limit`, `temperature-alarm`, `fault-frequency`, `lasting-impacts`, `off-baseline`",
  }),
  deviation: Type.Optional(
    Type.Number({
      minimum: 0,
      description:
        "of an asset that lacks the model's inputs: how far its worst sensor is from its baseline, as its driver's `deviation`",
    }),
  ),
  drivers: Type.Array(Driver),
  modes: Type.Optional(
    Type.Array(Evidence, { description: "failure modes for which there is evidence, most likely first" }),
  ),
  baseline: Type.Optional(BaselineStatus),
  deviations: Type.Optional(
    Type.Record(Type.String(), Type.Tuple([Type.Number(), Type.Number()]), {
      description:
        "of the asset from its baseline, by indicator, as a model may have been given them: the last one (`@short`), and its mean over some 30 windows (`@long`), robust standard deviations",
    }),
  ),
  model: Type.Optional(ModelReference),
  shadow: Type.Optional(Shadow),
});

export type Prediction = Static<typeof Prediction>;
export type Shadow = Static<typeof Shadow>;
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
      receivedAt: 1_700_000_009_900,
      risk: 0.87,
      horizonHours: 24,
      zone: "C",
      rules: [],
      drivers: [{ feature: "acceleration.rms", value: 3.4, reference: 0.6, deviation: 5.1 }],
      modes: [{ mode: "outer-race", score: 0.71, lines: [] }],
      baseline: { version: 1, frozen: true, windows: 60, state: "any" },
      deviations: { "acceleration.rms": [5.1, 3.9] },
      model: { name: "bearing-wear", version: "1.0.0", digest: "9f86d081884c7d65" },
    },
  },
});
