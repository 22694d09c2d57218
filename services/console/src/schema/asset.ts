import { type Static, Type } from "@sinclair/typebox";
import { AlarmState, FailureSummary, JournalEntry, RemainingLife, Severity } from "./failure.ts";

const epoch = (description: string) => Type.Integer({ description: `${description}, epoch milliseconds` });

/** How an asset is, worst first. `silent`: nothing came for three times as long as it used to. */
export const HEALTH = [
  "critical",
  "high",
  "medium",
  "low",
  "bad-data",
  "silent",
  "learning",
  "normal",
] as const;
export const Health = Type.Unsafe<(typeof HEALTH)[number]>({ type: "string", enum: [...HEALTH] });

/** A site, area or line, and how many of its assets are in which health. */
export const Place = Type.Object({
  path: Type.String({ description: "site, site/area or site/area/line" }),
  assets: Type.Integer(),
  health: Type.Record(Type.String(), Type.Integer(), { description: "assets by health" }),
});
export type Place = Static<typeof Place>;

export const Places = Type.Object({
  places: Type.Array(Place, { description: "sites, their areas, their lines: each before what is in it" }),
  total: Type.Integer({ description: "assets" }),
  unconfigured: Type.Integer({ description: "assets that the configuration does not name" }),
});
export type Places = Static<typeof Places>;

export const AssetSummary = Type.Object({
  asset: Type.String({ description: "site/area/line/asset" }),
  class: Type.String(),
  configured: Type.Boolean({ description: "whether the configuration names it" }),
  health: Health,
  risk: Type.Union([Type.Number(), Type.Null()]),
  zone: Type.Optional(Type.String()),
  lastSeen: epoch("end of its last window"),
  failure: Type.Optional(Type.String({ description: "id of its open failure" })),
  note: Type.Optional(Type.String({ description: "why there is no risk, or what is wrong with the data" })),
});
export type AssetSummary = Static<typeof AssetSummary>;

export const AssetQuery = Type.Object({
  under: Type.Optional(Type.String({ description: "site, site/area or site/area/line" })),
  health: Type.Optional(Type.String({ description: "several are separated by commas" })),
  class: Type.Optional(Type.String()),
  configured: Type.Optional(Type.Boolean()),
  q: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 })),
});
export type AssetQuery = Static<typeof AssetQuery>;

/** Worst health first, then by path. */
export const AssetList = Type.Object({ items: Type.Array(AssetSummary), total: Type.Integer() });
export type AssetList = Static<typeof AssetList>;

const Share = Type.Number({ minimum: 0, maximum: 1 });

export const SensorState = Type.Object({
  sensor: Type.String(),
  quantity: Type.String(),
  unit: Type.String(),
  lastSeen: epoch("end of its last window"),
  zone: Type.Optional(Type.String()),
  quality: Type.Object({
    coverage: Share,
    gaps: Type.Integer(),
    stuck: Share,
    outOfRange: Share,
    clipped: Share,
    clockSkewed: Type.Integer(),
    fault: Type.Optional(Type.String({ description: "the limit that its data breaks" })),
  }),
  features: Type.Array(
    Type.Object({
      name: Type.String(),
      value: Type.Number(),
      unit: Type.String(),
      formula: Type.Optional(Type.String()),
      source: Type.Optional(Type.String()),
    }),
  ),
});
export type SensorState = Static<typeof SensorState>;

/** What is configured of an asset; what is left out is not known. */
export const AssetSettings = Type.Object({
  class: Type.String(),
  machineGroup: Type.Integer(),
  foundation: Type.String(),
  shaftSpeed: Type.Optional(Type.Number({ description: "r/min" })),
  speedSensor: Type.Optional(Type.String()),
  bearing: Type.Optional(
    Type.Object({
      designation: Type.Optional(Type.String()),
      balls: Type.Number(),
      ballDiameter: Type.Number({ description: "mm" }),
      pitchDiameter: Type.Number({ description: "mm" }),
      contactAngle: Type.Number({ description: "degrees" }),
    }),
  ),
  temperatureLimit: Type.Number({ description: "Cel" }),
});

export const AssetDetail = Type.Composite([
  AssetSummary,
  Type.Object({
    firstSeen: epoch("end of its first window"),
    state: Type.Union([AlarmState, Type.Literal("normal")], {
      description: "alarm state of its open failure; `normal` without one",
    }),
    severity: Type.Optional(Severity),
    outOfService: Type.Boolean(),
    remainingLifeHours: Type.Optional(RemainingLife),
    model: Type.Optional(Type.String({ description: "name@version" })),
    baseline: Type.Optional(
      Type.Object({
        version: Type.Integer(),
        frozen: Type.Boolean(),
        windows: Type.Integer(),
        needed: Type.Integer({ description: "windows until it is frozen" }),
        state: Type.String({ description: "operating state" }),
      }),
    ),
    late: Type.Integer({ description: "blocks that came too late, in its last window" }),
    duplicates: Type.Integer(),
    settings: AssetSettings,
    sensors: Type.Array(SensorState),
    series: Type.Array(
      Type.Object({
        name: Type.String({ description: "`risk`, `life.p50`, `sensor.feature`" }),
        unit: Type.String(),
      }),
      { description: "what trends there are" },
    ),
    failures: Type.Array(FailureSummary, { description: "its last ones, latest first" }),
    journal: Type.Array(JournalEntry, { description: "oldest first" }),
  }),
]);
export type AssetDetail = Static<typeof AssetDetail>;

export const TrendQuery = Type.Object({
  series: Type.String({ minLength: 1, maxLength: 4_000, description: "names, separated by commas" }),
  from: Type.Optional(Type.Integer({ description: "epoch milliseconds; default a day before `to`" })),
  to: Type.Optional(Type.Integer({ description: "epoch milliseconds; default the asset's last window" })),
  points: Type.Optional(Type.Integer({ minimum: 10, maximum: 2_000, default: 500 })),
});
export type TrendQuery = Static<typeof TrendQuery>;

/** Downsampled by largest triangle three buckets; `least` and `most` are the extremes in what a point stands for. */
export const Trend = Type.Object({
  from: epoch("start"),
  to: epoch("end"),
  step: Type.Integer({ description: "milliseconds that a stored point stands for" }),
  series: Type.Array(
    Type.Object({
      name: Type.String(),
      unit: Type.String(),
      time: Type.Array(Type.Integer()),
      mean: Type.Array(Type.Number()),
      least: Type.Array(Type.Number()),
      most: Type.Array(Type.Number()),
    }),
  ),
});
export type Trend = Static<typeof Trend>;
