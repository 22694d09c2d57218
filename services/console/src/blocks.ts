import { type Message, samples, type SampleBlock } from "@presage/contracts";
import { type Broker, decodeAll, partitionOf } from "@presage/stream";
import type { Block } from "./signals/views.ts";
import type { Database } from "./store/database.ts";

/** A block and where it came from. */
export interface FoundBlock {
  readonly block: Block;
  readonly kept: "log" | "store";
}

/** Where in the log the blocks of one window of an asset are. */
export interface BlockPlace {
  readonly time: number;
  readonly first: number;
  readonly last: number;
}

/** Among the asset's blocks stand those of others: so many entries are read at once, and so many looked through at most. */
const PAGE = 64;
const MOST = 4_096;

const blockOf = ({ time, value: { sensor, rate, unit, values } }: Message<SampleBlock>): Block => ({
  sensor,
  time,
  rate,
  unit,
  values,
});

/**
 * The first block of every sensor of a window, from the log; none if the log has them no more.
 * @param sensors not to read on once these are found; all there are if left out
 */
export async function readBlocks(
  broker: Broker,
  asset: string,
  { first, last }: BlockPlace,
  sensors?: readonly string[],
): Promise<Block[]> {
  const partition = partitionOf(asset, broker.partitions);
  const found = new Map<string, Block>();
  const end = Math.min(last, first + MOST - 1);
  for (let offset = first; offset <= end;) {
    const entries = await broker.read(samples.topic, partition, offset, Math.min(PAGE, end - offset + 1));
    const newest = entries.at(-1);
    if (newest === undefined) break;
    const own = entries.filter(
      (entry) => entry.key === asset && entry.offset <= last && entry.value.byteLength > 0,
    );
    for (const message of decodeAll(samples, own, () => undefined))
      if (!found.has(message.value.sensor)) found.set(message.value.sensor, blockOf(message));
    if (sensors !== undefined && sensors.every((sensor) => found.has(sensor))) break;
    offset = newest.offset + 1;
  }
  return [...found.values()];
}

/** The block of a sensor that is nearest to a time: from the log, else the nearest that was kept. */
export async function nearestBlock(
  broker: Broker,
  db: Database,
  asset: { readonly id: number; readonly path: string },
  sensor: string,
  at: number,
): Promise<FoundBlock | undefined> {
  const kept = await nearestSnapshot(db, asset.id, sensor, at);
  const place = await nearestPlace(db, asset.id, at);
  const nearer =
    place !== undefined && (kept === undefined || Math.abs(place.time - at) <= Math.abs(kept.time - at));
  if (place !== undefined && nearer) {
    const block = (await readBlocks(broker, asset.path, place, [sensor])).find(
      (each) => each.sensor === sensor,
    );
    if (block !== undefined) return { block, kept: "log" };
  }
  return kept && { block: kept, kept: "store" };
}

/** The nearest before or at a time, and the nearest after it: whichever is nearer. */
const nearer = <T extends { readonly time: number }>(
  at: number,
  before: T | undefined,
  after: T | undefined,
): T | undefined =>
  before === undefined || (after !== undefined && after.time - at < at - before.time) ? after : before;

async function nearestPlace(db: Database, asset: number, at: number): Promise<BlockPlace | undefined> {
  const all = db.selectFrom("block").select(["time", "first", "last"]).where("asset_id", "=", asset);
  return nearer(
    at,
    await all.where("time", "<=", at).orderBy("time", "desc").limit(1).executeTakeFirst(),
    await all.where("time", ">", at).orderBy("time").limit(1).executeTakeFirst(),
  );
}

async function nearestSnapshot(
  db: Database,
  asset: number,
  sensor: string,
  at: number,
): Promise<Block | undefined> {
  const all = db
    .selectFrom("snapshot")
    .select(["sensor", "time", "rate", "unit", "samples"])
    .where("asset_id", "=", asset)
    .where("sensor", "=", sensor);
  const row = nearer(
    at,
    await all.where("time", "<=", at).orderBy("time", "desc").limit(1).executeTakeFirst(),
    await all.where("time", ">", at).orderBy("time").limit(1).executeTakeFirst(),
  );
  return row && { ...row, values: valuesOf(row.samples) };
}

/** The floats of bytes, whatever they are aligned to. */
export const valuesOf = (bytes: Uint8Array): Float32Array => new Float32Array(new Uint8Array(bytes).buffer);

/** Where the blocks of the window that starts at a time are. */
export const placeAt = (db: Database, asset: number, time: number): Promise<BlockPlace | undefined> =>
  db
    .selectFrom("block")
    .select(["time", "first", "last"])
    .where("asset_id", "=", asset)
    .where("time", "=", time)
    .executeTakeFirst();

/** The block of a sensor of a time that `blockTimes` gave; undefined if the log has it no more. */
export async function blockAtExactly(
  broker: Broker,
  db: Database,
  asset: { readonly id: number; readonly path: string },
  sensor: string,
  time: number,
): Promise<Block | undefined> {
  const kept = await nearestSnapshot(db, asset.id, sensor, time);
  if (kept?.time === time) return kept;
  const place = await placeAt(db, asset.id, time);
  if (place === undefined) return undefined;
  return (await readBlocks(broker, asset.path, place, [sensor])).find((each) => each.sensor === sensor);
}
