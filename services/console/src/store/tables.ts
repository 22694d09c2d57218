import type { Generated } from "kysely";
import type { PeopleTables } from "./people-tables.ts";

/** All times are epoch milliseconds; what is true is 1, what is not 0, since SQLite knows no booleans. */
export interface Tables extends PeopleTables {
  asset: AssetTable;
  latest: LatestTable;
  series: SeriesTable;
  trend: TrendTable;
  failure: FailureTable;
  flood: FloodTable;
  journal: JournalTable;
  block: BlockTable;
  snapshot: SnapshotTable;
  rejection: RejectionTable;
  sensor: SensorTable;
  breach: BreachTable;
  quality_day: QualityDayTable;
  progress: ProgressTable;
}

interface AssetTable {
  id: Generated<number>;
  /** site/area/line/asset */
  path: string;
  site: string;
  area: string;
  line: string;
  /** As the configuration said when the console started; so whether it names the asset. */
  class: string;
  configured: number;
  first_seen: number;
  /** End of the last window, in the time of the measurements. */
  last_seen: number;
  /** When that window closed, by the bridge's clock. */
  heard_at: number;
  /** It is silent when nothing was heard of it for this long. */
  silent_after: number;
  risk: number | null;
  zone: string | null;
  /** The limit that a sensor's data broke in the last window. */
  data_fault: string | null;
  /** Whether its baseline is not known yet. */
  learning: number;
  /** Why the last window has no risk. */
  not_scored: string | null;
  out_of_service: number;
  /** Start of the last window whose raw blocks were copied. */
  kept_through: number;
}

/** The last message of each topic of an asset, as it is in the log. */
interface LatestTable {
  asset_id: number;
  topic: string;
  value: Uint8Array;
}

/** Where in the rows of an asset's trend each of its series stands. */
interface SeriesTable {
  asset_id: number;
  /** `features` or `predictions` */
  stream: string;
  position: number;
  name: string;
  unit: string;
}

/** Values of all series of a stream in a stretch of time, float32: one each in tier 0, else mean, least and most. */
interface TrendTable {
  asset_id: number;
  stream: string;
  tier: number;
  start: number;
  value: Uint8Array;
}

interface FailureTable {
  id: string;
  asset_id: number;
  revision: number;
  open: number;
  /** 0 low … 3 critical */
  severity: number;
  opened_at: number;
  updated_at: number;
  closed_at: number | null;
  /** Hours, the median; null if unknown. */
  life: number | null;
  mode: string | null;
  model: string | null;
  flood: string | null;
  /** The last revision, as JSON. */
  value: string;
  acknowledged_at: number | null;
  acknowledged_by: string | null;
  /** The severity that was acknowledged: what got worse since is to be acknowledged again. */
  acknowledged_severity: number | null;
  shelved_until: number | null;
  shelved_by: string | null;
  shelved_reason: string | null;
  work_order: string | null;
  /** Whether it was said what came of the work order. */
  work_order_done: Generated<number>;
  label: string | null;
}

interface FloodTable {
  id: string;
  line: string;
  open: number;
  opened_at: number;
  /** The last revision, as JSON. */
  value: string;
}

/** What was done, said or seen, for people to read. */
interface JournalTable {
  id: Generated<number>;
  asset_id: number;
  failure: string | null;
  at: number;
  kind: string;
  /** Makes an entry unique, so that what comes again is not written twice. */
  key: string;
  /** A JournalEntry's other fields, as JSON. */
  value: string;
}

/** Where in the log the raw blocks of some of an asset's windows are. */
interface BlockTable {
  asset_id: number;
  /** Start of the window. */
  time: number;
  /** Offsets in `samples`, in the asset's partition. */
  first: number;
  last: number;
}

/** A raw block that outlives the log. */
interface SnapshotTable {
  asset_id: number;
  sensor: string;
  time: number;
  rate: number;
  unit: string;
  /** float32, little-endian */
  samples: Uint8Array;
  /** Evidence of a failure is kept as long as the failure is. */
  failure: string | null;
}

interface RejectionTable {
  id: Generated<number>;
  at: number;
  topic: string;
  code: string;
  reason: string;
  size: number;
  bytes: Uint8Array;
}

/** A sensor of an asset, by the windows in which it was. */
interface SensorTable {
  asset_id: number;
  sensor: string;
  quantity: string;
  /** End of the last window with it, in the time of the measurements; may be a minute behind while it goes on. */
  last_seen: number;
  /** How many of the asset's windows pass from one with it to the next; 1 if it is in each. */
  every: number;
  /** 1 if it is missing from far more windows than it used to be. */
  silent: number;
}

/** A breach of a data-quality requirement. */
interface BreachTable {
  id: string;
  asset_id: number;
  open: number;
  /** In the time of the measurements. */
  since: number;
  revision: number;
  /** The last revision, as JSON. */
  value: string;
}

/** How the data of an asset's sensors came in on a day. */
interface QualityDayTable {
  asset_id: number;
  start: number;
  /** The report, as JSON. */
  value: string;
}

/** How far a topic was taken in: in the same transaction as what came of it. */
interface ProgressTable {
  topic: string;
  partition: number;
  next: number;
}
