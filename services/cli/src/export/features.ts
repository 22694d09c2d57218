import { features, type FeatureWindow, type Message } from "@presage/contracts";
import { CATALOGUE } from "@presage/signal";
import { type Column, counts, numbers, texts, times } from "./column.ts";
import type { Table } from "./table.ts";

/** A sensor in a window of an asset. */
interface SensorWindow {
  readonly asset: string;
  readonly sensor: string;
  readonly window: FeatureWindow;
  readonly heard: FeatureWindow["sensors"][string];
}

/** One column per feature of the catalogue, with the name that it has as a model's input. */
const CATALOGUE_COLUMNS = CATALOGUE.map(({ name, quantity, unit }): Column<SensorWindow> => ({
  name: `${quantity}.${name}`,
  type: "DOUBLE",
  unit,
  of: ({ heard }) => (heard.quantity === quantity ? heard.features[name] : undefined),
}));

const COLUMNS: readonly Column<SensorWindow>[] = [
  ...texts<SensorWindow>({ asset: (row) => row.asset, sensor: (row) => row.sensor }),
  ...times<SensorWindow>({
    start: ({ window }) => window.start,
    end: ({ window }) => window.end,
    closedAt: ({ window }) => window.closedAt,
  }),
  ...texts<SensorWindow>({
    quantity: ({ heard }) => heard.quantity,
    unit: ({ heard }) => heard.unit,
    zone: ({ heard }) => heard.zone,
  }),
  ...CATALOGUE_COLUMNS,
  ...counts<SensorWindow>({
    blocks: ({ heard }) => heard.quality.blocks,
    samples: ({ heard }) => heard.quality.samples,
    gaps: ({ heard }) => heard.quality.gaps,
    clockSkewed: ({ heard }) => heard.quality.clockSkewed,
    duplicates: ({ window }) => window.quality.duplicates,
    late: ({ window }) => window.quality.late,
  }),
  ...numbers<SensorWindow>("1", {
    coverage: ({ heard }) => heard.quality.coverage,
    stuck: ({ heard }) => heard.quality.stuck,
    outOfRange: ({ heard }) => heard.quality.outOfRange,
    clipped: ({ heard }) => heard.quality.clipped,
    usable: ({ window }) => window.quality.usable,
  }),
];

/** A row per window and sensor. */
export const FEATURES: Table<FeatureWindow, SensorWindow> = {
  contract: features,
  columns: COLUMNS,
  timeOf: ({ value }) => value.start,
  rowsOf: ({ key, value }: Message<FeatureWindow>) =>
    Object.entries(value.sensors).map(([sensor, heard]) => ({ asset: key, sensor, window: value, heard })),
};
