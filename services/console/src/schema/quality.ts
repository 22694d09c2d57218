import { type RequirementKind, REQUIREMENT_KINDS } from "@presage/contracts";
import { type Static, Type } from "@sinclair/typebox";
import { epoch } from "./common.ts";

const Kind = Type.Unsafe<RequirementKind>({ type: "string", enum: [...REQUIREMENT_KINDS] });

/** A data-quality requirement that a sensor does not meet, or did not. */
export const BreachView = Type.Object({
  id: Type.String(),
  asset: Type.String({ description: "site/area/line/asset" }),
  sensor: Type.String(),
  requirement: Type.String({ description: "its name in the configuration" }),
  kind: Kind,
  owner: Type.Optional(Type.String({ description: "who looks after the sensor" })),
  limit: Type.Array(Type.Number(), {
    minItems: 1,
    maxItems: 2,
    description: "of coverage the least, of range both, else the greatest value that is good",
  }),
  worst: Type.Number({ description: "share of coverage; ms of gap, latency and stuck; of range the value" }),
  open: Type.Boolean(),
  since: epoch("in the time of the measurements"),
  until: Type.Optional(epoch("since when it is met again")),
});
export type BreachView = Static<typeof BreachView>;

const Count = Type.Integer({ minimum: 0 });

export const QualityDayView = Type.Object({
  day: Type.String({ description: "UTC, as 2026-11-28" }),
  sensors: Type.Array(
    Type.Object({
      sensor: Type.String(),
      windows: Count,
      silent: Type.Integer({ description: "windows in which nothing of it came" }),
      messages: Count,
      late: Count,
      duplicates: Count,
      lost: Type.Optional(Count),
      coverage: Type.Optional(Type.Number()),
      latency: Type.Optional(Type.Object({ mean: Type.Number(), max: Type.Number() }, { description: "ms" })),
      longestGap: Type.Number({ description: "ms" }),
      outOfRange: Type.Number({ description: "share of samples" }),
      longestUnchanged: Type.Number({ description: "ms" }),
      unmet: Type.Array(Type.Object({ requirement: Type.String(), kind: Kind, minutes: Type.Number() }), {
        description: "for how long which requirement was not met",
      }),
    }),
    { description: "by sensor id" },
  ),
});
export type QualityDayView = Static<typeof QualityDayView>;

export const AssetQuality = Type.Object({
  breaches: Type.Array(BreachView, {
    description: "those that are open first, then the last ones, latest first",
  }),
  days: Type.Array(QualityDayView, { description: "the last ones that are over, latest first" }),
});
export type AssetQuality = Static<typeof AssetQuality>;
