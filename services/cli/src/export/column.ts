/** Types of Parquet columns: 64 bit floating point, 32 bit integer, milliseconds UTC, UTF-8, true or false. */
export type ColumnType = "DOUBLE" | "INT32" | "TIMESTAMP" | "STRING" | "BOOLEAN";

export type Cell = number | string | boolean | Date | null;

/** One column of a table that is made of rows R. */
export interface Column<R> {
  readonly name: string;
  readonly type: ColumnType;
  /** UCUM; undefined if it has none, `*` for the sensor's own. */
  readonly unit?: string;
  readonly of: (row: R) => Cell | undefined;
}

/** Columns of one type, by name. */
const columnsOf =
  (type: ColumnType) =>
  <R>(cells: Readonly<Record<string, Column<R>["of"]>>): Column<R>[] =>
    Object.entries(cells).map(([name, of]) => ({ name, type, of }));

export const texts = columnsOf("STRING");
export const counts = columnsOf("INT32");
export const flags = columnsOf("BOOLEAN");

export const numbers = <R>(unit: string, cells: Readonly<Record<string, Column<R>["of"]>>): Column<R>[] =>
  columnsOf("DOUBLE")(cells).map((column) => ({ ...column, unit }));

/** Columns of times that are given in epoch milliseconds. */
export const times = <R>(cells: Readonly<Record<string, (row: R) => number>>): Column<R>[] =>
  Object.entries(cells).map(([name, of]) => ({ name, type: "TIMESTAMP", of: (row) => new Date(of(row)) }));
