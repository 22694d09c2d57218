import { readFile } from "node:fs/promises";

/** Columns of a file of separated values, by the names in its first line. */
export type Columns = ReadonlyMap<string, readonly string[]>;

export async function readColumns(path: string, separator: string): Promise<Columns> {
  const [head = "", ...lines] = (await readFile(path, "utf8")).trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(separator));
  return new Map(head.split(separator).map((name, i) => [name, rows.map((row) => row[i] ?? "")]));
}

/** A column of times `YYYY-MM-DD hh:mm:ss`, taken as UTC, in epoch milliseconds. */
export const timesOf = (column: readonly string[] = []): number[] => column.map(timeOf);

export const timeOf = (text: string): number => Date.parse(`${text.replace(" ", "T").slice(0, 19)}Z`);
