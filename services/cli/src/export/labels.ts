import { feedback, type Feedback, type Message } from "@presage/contracts";
import { type Column, texts, times } from "./column.ts";
import type { Table } from "./table.ts";

type Row = Message<Feedback>;

const occurredAt = ({ value }: Row): number => value.occurredAt ?? value.at;

const COLUMNS: readonly Column<Row>[] = [
  ...texts<Row>({
    asset: ({ key }) => key,
    action: ({ value }) => value.action,
    mode: ({ value }) => value.mode,
    failure: ({ value }) => value.failure,
  }),
  ...times<Row>({ occurredAt, at: ({ value }) => value.at }),
  ...texts<Row>({
    by: ({ value }) => value.by,
    comment: ({ value }) => value.comment,
    workOrder: ({ value }) => value.workOrder,
  }),
];

/** A row for each thing that was said of an asset. */
export const LABELS: Table<Feedback, Row> = {
  contract: feedback,
  columns: COLUMNS,
  timeOf: occurredAt,
  rowsOf: (message) => [message],
};
