import { Type, type Static } from "@sinclair/typebox";
import { type RequirementKind, REQUIREMENT_KINDS } from "./breaches.ts";
import { cloudEventContract } from "./cloudevent.ts";

const Count = Type.Integer({ minimum: 0 });

const SensorDay = Type.Object({
  source: Type.Optional(Type.String({ description: "the source it came through last" })),
  windows: Type.Integer({
    minimum: 0,
    description: "windows in which it was heard or should have been",
  }),
  silent: Type.Integer({ minimum: 0, description: "those in which nothing of it came" }),
  messages: Type.Integer({ minimum: 0, description: "blocks that were used" }),
  late: Type.Integer({ minimum: 0, description: "blocks that came after their window" }),
  duplicates: Count,
  lost: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: "by the device's own numbers, without those that came after all",
    }),
  ),
  restarts: Type.Optional(Count),
  coverage: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 1,
      description: "messages of those expected, if `every` is configured",
    }),
  ),
  latency: Type.Optional(
    Type.Object({
      mean: Type.Number({ description: "ms, of the windows' medians, by their messages" }),
      max: Type.Number({ description: "ms" }),
    }),
  ),
  longestGap: Type.Number({ minimum: 0, description: "ms" }),
  outOfRange: Type.Number({
    minimum: 0,
    maximum: 1,
    description: "share of samples outside the sensor's range",
  }),
  longestUnchanged: Type.Number({ minimum: 0, description: "ms for which the value stood still" }),
  unmet: Type.Array(
    Type.Object({
      requirement: Type.String(),
      kind: Type.Unsafe<RequirementKind>({ type: "string", enum: [...REQUIREMENT_KINDS] }),
      minutes: Type.Number({ minimum: 0 }),
    }),
    { description: "for how long which requirement was not met, told or not" },
  ),
});

const QualityDay = Type.Object({
  day: Type.String({ description: "UTC, as 2026-11-28" }),
  start: Type.Integer({ description: "epoch milliseconds, inclusive" }),
  end: Type.Integer({ description: "epoch milliseconds, exclusive" }),
  sensors: Type.Record(Type.String(), SensorDay, { description: "by sensor id" }),
});

export type SensorDay = Static<typeof SensorDay>;
export type QualityDay = Static<typeof QualityDay>;

export const qualityDays = cloudEventContract({
  topic: "quality-days",
  title: "How the data of an asset's sensors came in on one day.",
  type: "io.presage.data-quality-day.v1",
  schema: QualityDay,
  id: (m) => `${m.key}@${m.value.day}`,
  example: {
    key: "site1/press/line2/motor7",
    time: 1_700_006_400_000,
    value: {
      day: "2023-11-14",
      start: 1_699_920_000_000,
      end: 1_700_006_400_000,
      sensors: {
        temp: {
          source: "plant",
          windows: 8640,
          silent: 10,
          messages: 8629,
          late: 1,
          duplicates: 2,
          lost: 9,
          restarts: 0,
          coverage: 0.9987,
          latency: { mean: 42, max: 310 },
          longestGap: 95_000,
          outOfRange: 0,
          longestUnchanged: 120_000,
          unmet: [{ requirement: "pumps", kind: "gap", minutes: 1.1 }],
        },
      },
    },
  },
});
