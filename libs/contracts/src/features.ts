import { Type, type Static } from "@sinclair/typebox";
import { cloudEventContract } from "./cloudevent.ts";
import { Evidence } from "./modes.ts";

const Count = Type.Integer({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1 });

export const SensorQuality = Type.Object({
  blocks: Count,
  samples: Count,
  coverage: Type.Number({
    minimum: 0,
    maximum: 1,
    description: "messages received of those expected, if the sensor's `every` is configured; else 1",
  }),
  gaps: Type.Integer({ minimum: 0, description: "pauses longer than twice the expected interval" }),
  stuck: Type.Number({ minimum: 0, maximum: 1, description: "share of samples equal to the one before" }),
  outOfRange: Type.Number({
    minimum: 0,
    maximum: 1,
    description: "share of samples outside the sensor's range",
  }),
  clipped: Type.Number({
    minimum: 0,
    maximum: 1,
    description: "share of samples held at the block's extreme value",
  }),
  clockSkewed: Type.Integer({ minimum: 0, description: "blocks whose time was replaced by the bridge's" }),
  source: Type.Optional(Type.String({ description: "name of the source that took them in" })),
  qos: Type.Optional(
    Type.Tuple([Count, Count, Count], { description: "blocks that came with MQTT QoS 0, 1 and 2" }),
  ),
  duplicates: Type.Optional(
    Type.Integer({ minimum: 0, description: "blocks that came again since the sensor's window before" }),
  ),
  late: Type.Optional(
    Type.Integer({ minimum: 0, description: "blocks that came after their window, since the one before" }),
  ),
  sequence: Type.Optional(
    Type.Object(
      {
        numbered: Type.Integer({ minimum: 0, description: "blocks that had a number" }),
        lost: Type.Integer({ minimum: 0, description: "numbers that were skipped" }),
        recovered: Type.Integer({
          minimum: 0,
          description: "numbers counted as lost, perhaps in an earlier window, that came after all",
        }),
        restarts: Type.Integer({ minimum: 0, description: "times that the device began to count anew" }),
      },
      { description: "what the device's own numbers tell; only if it sends them" },
    ),
  ),
  latency: Type.Optional(
    Type.Object(
      { min: Type.Number(), median: Type.Number(), max: Type.Number() },
      {
        description:
          "milliseconds from a block's last sample, by the device's clock, to the bridge, so clock skew included; only of blocks with a time of their own",
      },
    ),
  ),
  timed: Type.Optional(
    Type.Integer({ minimum: 0, description: "blocks to which the device gave a time of its own" }),
  ),
  lastAt: Type.Optional(Type.Integer({ description: "start of the last block, epoch milliseconds" })),
  longestGap: Type.Optional(
    Type.Number({
      minimum: 0,
      description:
        "longest time in ms from a block's start to that of the one before, which may be of an earlier window",
    }),
  ),
  extremes: Type.Optional(
    Type.Tuple([Type.Number(), Type.Number()], { description: "least and greatest sample" }),
  ),
  unchanged: Type.Optional(
    Type.Number({
      minimum: 0,
      description: "ms for which the value had not changed at the last sample, over earlier windows too",
    }),
  ),
});

export const FeatureWindow = Type.Object({
  start: Type.Integer({ description: "epoch milliseconds, inclusive" }),
  end: Type.Integer({ description: "epoch milliseconds, exclusive" }),
  closedAt: Type.Integer({
    description: "when what closed the window reached the bridge, epoch milliseconds",
  }),
  receivedAt: Type.Optional(
    Type.Integer({
      description: "when the last of its blocks reached the bridge, epoch milliseconds",
    }),
  ),
  blocks: Type.Optional(
    Type.Tuple([Count, Count], {
      description: "offsets of its first and its last block in `samples`, in the asset's partition",
    }),
  ),
  sensors: Type.Record(
    Type.String(),
    Type.Object({
      quantity: Type.Union([
        Type.Literal("acceleration"),
        Type.Literal("temperature"),
        Type.Literal("scalar"),
      ]),
      unit: Type.String({ description: "UCUM" }),
      features: Type.Record(Type.String(), Type.Number()),
      zone: Type.Optional(
        Type.Union([Type.Literal("A"), Type.Literal("B"), Type.Literal("C"), Type.Literal("D")]),
      ),
      evidence: Type.Optional(
        Type.Array(Evidence, {
          description:
            "what its spectra say of failure modes, strongest first; needs shaft speed, some a bearing",
        }),
      ),
      quality: SensorQuality,
    }),
    { description: "by sensor id" },
  ),
  quality: Type.Object({
    duplicates: Type.Integer({
      minimum: 0,
      description: "blocks of this window that came again and were ignored",
    }),
    late: Type.Integer({
      minimum: 0,
      description: "blocks of earlier, closed windows that came since the last window",
    }),
    usable: Share,
  }),
});

export type SensorQuality = Static<typeof SensorQuality>;
export type FeatureWindow = Static<typeof FeatureWindow>;

export const features = cloudEventContract({
  topic: "features",
  title: "The features and data quality of one window of one asset.",
  type: "io.presage.features.v1",
  schema: FeatureWindow,
  id: (m) => `${m.key}@${m.value.start}`,
  example: {
    key: "site1/press/line2/motor7",
    time: 1_700_000_010_000,
    value: {
      start: 1_700_000_000_000,
      end: 1_700_000_010_000,
      closedAt: 1_700_000_012_100,
      receivedAt: 1_700_000_009_900,
      blocks: [81_204, 81_260],
      sensors: {
        "vib-x": {
          quantity: "acceleration",
          unit: "g",
          features: { rms: 0.56, kurtosis: 2.87, velocity_rms: 1.84 },
          zone: "B",
          evidence: [
            {
              mode: "outer-race",
              score: 0.71,
              lines: [{ label: "1x BPFO", hz: 107.4, amplitude: 8.3, unit: "%", ratio: 9.2 }],
            },
          ],
          quality: {
            blocks: 1,
            samples: 2560,
            coverage: 1,
            gaps: 0,
            stuck: 0,
            outOfRange: 0,
            clipped: 0,
            clockSkewed: 0,
          },
        },
      },
      quality: { duplicates: 0, late: 0, usable: 1 },
    },
  },
});
