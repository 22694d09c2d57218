import { INDICATOR_NAMES } from "@presage/baseline";
import { type Message, type Prediction, predictions } from "@presage/contracts";
import { type Column, counts, flags, numbers, texts, times } from "./column.ts";
import type { Table } from "./table.ts";

type Row = Message<Prediction>;

const LIFE = ["p10", "p50", "p90"] as const;

/** The deviations from the asset's baseline, with the names that they have as a model's inputs. */
const DEVIATIONS = INDICATOR_NAMES.flatMap((indicator) =>
  numbers<Row>("1", {
    [`${indicator}@short`]: ({ value }) => value.deviations?.[indicator]?.[0],
    [`${indicator}@long`]: ({ value }) => value.deviations?.[indicator]?.[1],
    [`${indicator}@rise`]({ value }) {
      const [last, mean] = value.deviations?.[indicator] ?? [];
      return last === undefined || mean === undefined ? undefined : last - mean;
    },
  }),
);

const COLUMNS: readonly Column<Row>[] = [
  ...texts<Row>({ asset: ({ key }) => key }),
  ...times<Row>({
    start: ({ value }) => value.start,
    end: ({ value }) => value.end,
    closedAt: ({ value }) => value.closedAt,
  }),
  ...numbers<Row>("1", { risk: ({ value }) => value.risk }),
  ...texts<Row>({ notScored: ({ value }) => value.notScored }),
  ...numbers<Row>("h", {
    horizonHours: ({ value }) => value.horizonHours,
    ...Object.fromEntries(
      LIFE.map((p) => [`remainingLifeHours.${p}`, ({ value }: Row) => value.remainingLifeHours?.[p]]),
    ),
  }),
  ...texts<Row>({
    zone: ({ value }) => value.zone,
    rules: ({ value }) => value.rules.join(","),
    mode: ({ value }) => value.modes?.[0]?.mode,
  }),
  ...numbers<Row>("1", { deviation: ({ value }) => value.deviation }),
  ...counts<Row>({
    "baseline.version": ({ value }) => value.baseline?.version,
    "baseline.windows": ({ value }) => value.baseline?.windows,
  }),
  ...flags<Row>({ "baseline.frozen": ({ value }) => value.baseline?.frozen }),
  ...texts<Row>({
    "baseline.state": ({ value }) => value.baseline?.state,
    "model.name": ({ value }) => value.model?.name,
    "model.version": ({ value }) => value.model?.version,
    "model.digest": ({ value }) => value.model?.digest,
  }),
  ...numbers<Row>("1", { "shadow.risk": ({ value }) => value.shadow?.risk }),
  ...texts<Row>({
    "shadow.model.name": ({ value }) => value.shadow?.model.name,
    "shadow.model.version": ({ value }) => value.shadow?.model.version,
    "shadow.model.digest": ({ value }) => value.shadow?.model.digest,
  }),
  ...DEVIATIONS,
];

/** A row per window. */
export const PREDICTIONS: Table<Prediction, Row> = {
  contract: predictions,
  columns: COLUMNS,
  timeOf: ({ value }) => value.start,
  rowsOf: (message) => [message],
};
