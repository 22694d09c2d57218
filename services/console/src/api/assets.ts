import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { largestTriangleThreeBuckets } from "@presage/signal";
import type { Asset, Config } from "@presage/service";
import { Type } from "@sinclair/typebox";
import {
  AssetDetail,
  AssetList,
  AssetQuery,
  type AssetSettings,
  Places,
  Trend,
  TrendQuery,
} from "../schema/asset.ts";
import { type LastWindow, lastWindow, sensorStates } from "../store/asset-detail.ts";
import { listAssets, listPlaces, summaryByPath } from "../store/asset-list.ts";
import { AssetQuality } from "../schema/quality.ts";
import { failuresOf } from "../store/failures.ts";
import * as journal from "../store/journal.ts";
import { breachesOf, qualityDaysOf } from "../store/quality.ts";
import { readTracks } from "../store/trends.ts";
import { assetRow } from "../store/asset-row.ts";
import type { Api } from "./context.ts";
import { notFound, Refusal, REFUSALS } from "./problem.ts";
import type { Static } from "@sinclair/typebox";

const TAGS = ["assets"];
const DAY = 86_400_000;
const BREACHES_SHOWN = 50;
const DAYS_SHOWN = 14;

export const AssetParams = Type.Object({ asset: Type.String({ minLength: 1, maxLength: 300 }) });

/** Assets: where they stand, how each is, and how it was. */
export const assetRoutes: FastifyPluginAsyncTypebox<Api> = async (app, api) => {
  const { db, config, assetOf, tiers, now } = api;

  app.get(
    "/places",
    {
      schema: {
        tags: TAGS,
        summary: "Sites, areas and lines, and how many of their assets are how",
        response: { 200: Places, ...REFUSALS },
      },
    },
    () => listPlaces(db, now()),
  );

  app.get(
    "/assets",
    {
      schema: {
        tags: TAGS,
        summary: "Assets, worst first",
        querystring: AssetQuery,
        response: { 200: AssetList, ...REFUSALS },
      },
    },
    ({ query }) => listAssets(db, query, now()),
  );

  app.get(
    "/assets/:asset",
    {
      schema: {
        tags: TAGS,
        summary: "One asset",
        params: AssetParams,
        response: { 200: AssetDetail, ...REFUSALS },
      },
    },
    async ({ params: { asset: path } }) => {
      const summary = await summaryByPath(db, path, now());
      const row = await assetRow(db, path);
      if (summary === undefined || row === undefined) throw notFound("asset with this path");
      const { window, prediction } = await lastWindow(db, row.id, path);
      const failures = await failuresOf(db, row.id, now());
      const open = failures.find((failure) => failure.open);
      const series = await db
        .selectFrom("series")
        .select(["name", "unit"])
        .where("asset_id", "=", row.id)
        .orderBy("name")
        .execute();
      return {
        ...summary,
        firstSeen: row.first_seen,
        state: open?.state ?? ("normal" as const),
        ...(open && { severity: open.severity }),
        outOfService: row.out_of_service === 1,
        ...predicted(prediction, config),
        late: window?.quality.late ?? 0,
        duplicates: window?.quality.duplicates ?? 0,
        settings: settingsOf(assetOf(path), config),
        sensors: window === undefined ? [] : sensorStates(window),
        series,
        failures,
        journal: await journal.read(db, { asset: row.id }),
      };
    },
  );

  app.get(
    "/assets/:asset/quality",
    {
      schema: {
        tags: TAGS,
        summary:
          "How the data of an asset's sensors comes in: requirements that are not met, and its last days",
        params: AssetParams,
        response: { 200: AssetQuality, ...REFUSALS },
      },
    },
    async ({ params: { asset: path } }) => {
      const row = await assetRow(db, path);
      if (row === undefined) throw notFound("asset with this path");
      return {
        breaches: await breachesOf(db, row.id, BREACHES_SHOWN),
        days: await qualityDaysOf(db, row.id, DAYS_SHOWN),
      };
    },
  );

  app.get(
    "/assets/:asset/trend",
    {
      schema: {
        tags: TAGS,
        summary: "Series of an asset over time, with as many points as can be seen",
        params: AssetParams,
        querystring: TrendQuery,
        response: { 200: Trend, ...REFUSALS },
      },
    },
    async ({ params: { asset: path }, query }) => {
      const row = await assetRow(db, path);
      if (row === undefined) throw notFound("asset with this path");
      const { to = row.last_seen, from = to - DAY, points = 500, series } = query;
      if (from >= to) throw new Refusal(400, "request-invalid", "`from` is not before `to`.");
      // Of a young asset there is less than was asked for, and so it can be the finer.
      const since = Math.min(Math.max(from, row.first_seen), to);
      const names = series.split(",");
      const { step, tracks } = await readTracks(db, tiers, row.id, names, since, to, row.last_seen);
      return {
        from,
        to,
        step,
        series: tracks.map(({ name, unit, time, mean, least, most }) => {
          const kept = largestTriangleThreeBuckets(time, mean, points);
          const pick = (values: readonly number[]): number[] => kept.map((i) => values[i] ?? 0);
          return { name, unit, time: pick(time), mean: pick(mean), least: pick(least), most: pick(most) };
        }),
      };
    },
  );
};

function predicted(
  prediction: LastWindow["prediction"],
  { baseline: { windows: needed } }: Config,
): Pick<Static<typeof AssetDetail>, "remainingLifeHours" | "model" | "baseline"> {
  if (prediction === undefined) return {};
  const { remainingLifeHours, model, baseline } = prediction;
  return {
    ...(remainingLifeHours && { remainingLifeHours }),
    ...(model && { model: `${model.name}@${model.version}` }),
    ...(baseline && { baseline: { ...baseline, needed } }),
  };
}

function settingsOf(asset: Asset | undefined, { defaults, limits }: Config): Static<typeof AssetSettings> {
  const { class: assetClass, machineGroup, foundation } = asset ?? defaults;
  const { shaftSpeed, speedSensor, bearing } = asset ?? {};
  return {
    class: assetClass,
    machineGroup,
    foundation,
    ...(shaftSpeed !== undefined && { shaftSpeed }),
    ...(speedSensor !== undefined && { speedSensor }),
    ...(bearing && { bearing }),
    temperatureLimit: asset?.limits.temperature ?? limits.temperature,
  };
}
