import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Machine } from "@presage/signal";
import { type Asset, geometryOf } from "@presage/service";
import { blockAtExactly, type FoundBlock, nearestBlock } from "../blocks.ts";
import {
  BlockQuery,
  SnapshotList,
  SnapshotQuery,
  SpectrumQuery,
  SpectrumView,
  Waterfall,
  WaterfallQuery,
  Waveform,
} from "../schema/signal.ts";
import { type Block, createViews } from "../signals/views.ts";
import { lastWindow } from "../store/asset-detail.ts";
import { assetRow } from "../store/asset-row.ts";
import { blockTimes, keptSensors, spread } from "../store/snapshots.ts";
import { readTracks } from "../store/trends.ts";
import { AssetParams } from "./assets.ts";
import type { Api } from "./context.ts";
import { notFound, REFUSALS } from "./problem.ts";

const TAGS = ["signals"];
/** Blocks that are listed, and that make a waterfall. */
const MOST = 500;
const ROWS = 120;

/** Raw blocks of an asset, as a browser shows them. */
export const signalRoutes: FastifyPluginAsyncTypebox<Api> = async (app, api) => {
  const { db, broker, assetOf, tiers } = api;
  const views = await createViews();

  async function known(path: string): Promise<{ id: number; path: string; last_seen: number }> {
    const row = await assetRow(db, path);
    if (row === undefined) throw notFound("asset with this path");
    return row;
  }

  async function blockAt(path: string, { sensor, at }: { sensor: string; at?: number }): Promise<FoundBlock> {
    const asset = await known(path);
    const found = await nearestBlock(broker, db, asset, sensor, at ?? asset.last_seen);
    if (found === undefined) throw notFound("raw block of this sensor any more");
    return found;
  }

  /** The speed of the shaft at a time, as it was measured, else as it is configured. */
  async function machineAt(path: string, at: number): Promise<Machine> {
    const asset = assetOf(path);
    if (asset === undefined) return {};
    const configured = machineOf(asset);
    const { speedSensor } = asset;
    if (speedSensor === undefined) return configured;
    const { id, last_seen } = await known(path);
    const around = 5 * (tiers.sizes[1] ?? 0);
    const names = [`${speedSensor}.median`];
    const { tracks } = await readTracks(db, tiers, id, names, at - around, at + around, last_seen);
    const [speed] = tracks;
    if (speed === undefined || speed.time.length === 0) return configured;
    const nearest = speed.time.reduce(
      (best, time, i) => (Math.abs(time - at) < Math.abs((speed.time[best] ?? 0) - at) ? i : best),
      0,
    );
    return { ...configured, shaftHz: (speed.mean[nearest] ?? 0) / 60 };
  }

  app.get(
    "/assets/:asset/snapshots",
    {
      schema: {
        tags: TAGS,
        summary: "Raw blocks that can be shown: those in the log, and those that were kept",
        params: AssetParams,
        querystring: SnapshotQuery,
        response: { 200: SnapshotList, ...REFUSALS },
      },
    },
    async ({ params: { asset: path }, query: { sensor, from = 0, to = Number.MAX_SAFE_INTEGER } }) => {
      const { id } = await known(path);
      const { window } = await lastWindow(db, id, path);
      const waveforms = Object.entries(window?.sensors ?? {})
        .filter(([, { quantity }]) => quantity === "acceleration")
        .map(([name]) => name);
      const sensors = [...new Set([...waveforms, ...(await keptSensors(db, id))])];
      const wanted = sensor === undefined ? sensors : [sensor];
      const most = Math.floor(MOST / Math.max(1, wanted.length));
      const items = await Promise.all(
        wanted.map(async (name) =>
          spread(await blockTimes(db, id, name, from, to, tiers.sizes[0] ?? 0), most).map((time) => ({
            sensor: name,
            time,
          })),
        ),
      );
      return { sensors, items: items.flat().toSorted((a, b) => a.time - b.time) };
    },
  );

  app.get(
    "/assets/:asset/waveform",
    {
      schema: {
        tags: TAGS,
        summary: "The waveform of the block that is nearest to a time",
        params: AssetParams,
        querystring: BlockQuery,
        response: { 200: Waveform, ...REFUSALS },
      },
    },
    async ({ params: { asset }, query }) => {
      const { block, kept } = await blockAt(asset, query);
      return { ...views.waveform(block), kept };
    },
  );

  app.get(
    "/assets/:asset/spectrum",
    {
      schema: {
        tags: TAGS,
        summary:
          "The spectrum of the block that is nearest to a time, and where the machine's frequencies are",
        params: AssetParams,
        querystring: SpectrumQuery,
        response: { 200: SpectrumView, ...REFUSALS },
      },
    },
    async ({ params: { asset }, query }) => {
      const { block } = await blockAt(asset, query);
      const machine = await machineAt(asset, block.time);
      const view = views.spectrum(block, query.kind ?? "velocity", machine, query.maxHz);
      if (view === undefined) throw notFound("such spectrum of this block");
      return view;
    },
  );

  app.get(
    "/assets/:asset/waterfall",
    {
      schema: {
        tags: TAGS,
        summary: "Spectra over the life of a machine",
        params: AssetParams,
        querystring: WaterfallQuery,
        response: { 200: Waterfall, ...REFUSALS },
      },
    },
    async ({ params: { asset: path }, query }) => {
      const { sensor, kind = "velocity", from = 0, maxHz } = query;
      const asset = await known(path);
      const { to = asset.last_seen } = query;
      const times = await blockTimes(db, asset.id, sensor, from, to, tiers.sizes[0] ?? 0);
      const blocks: Block[] = [];
      for (const time of spread(times, ROWS)) {
        const block = await blockAtExactly(broker, db, asset, sensor, time);
        if (block !== undefined) blocks.push(block);
      }
      const view = views.waterfall(blocks, kind, await machineAt(path, to), maxHz);
      if (view === undefined) throw notFound("such spectrum of these blocks");
      return view;
    },
  );
};

/** An asset's configuration in the units of signal processing. */
const machineOf = ({ machineGroup, foundation, shaftSpeed, bearing }: Asset): Machine => ({
  machineGroup,
  foundation,
  ...(shaftSpeed !== undefined && { shaftHz: shaftSpeed / 60 }),
  ...(bearing && { bearing: geometryOf(bearing) }),
});
