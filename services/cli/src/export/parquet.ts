import { rename, rm } from "node:fs/promises";
import { PresageError } from "@presage/contracts";
import { type ColumnSource, fileWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import type { Cell, Column } from "./column.ts";

/** Rows that are gathered before they are written: a file is written with the memory of one such group. */
const GROUP_ROWS = 20_000;

export interface ParquetFile<R> {
  write(row: R): Promise<void>;
  /** Puts the file into place. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/**
 * Writes rows into a Parquet file, compressed with Snappy, which is there when it is finished. Throws `FILE_UNWRITABLE` if it cannot be
 * written.
 */
export function openParquet<R>(
  path: string,
  columns: readonly Column<R>[],
  metadata: Readonly<Record<string, string>>,
): ParquetFile<R> {
  const draft = `${path}.part`;
  let group: R[] = [];
  const sources = (): ColumnSource[] =>
    columns.map(({ name, type, of }) => ({
      name,
      type,
      data: group.map((row): Cell => of(row) ?? null),
      statistics: type !== "DOUBLE",
    }));
  const writer = made(
    path,
    () =>
      new ParquetWriter({
        writer: fileWriter(draft),
        schema: schemaFromColumnData({ columnData: sources() }),
        kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
        createdBy: "presage",
      }),
  );

  async function flush(): Promise<void> {
    await written(path, () => writer.write({ columnData: sources(), rowGroupSize: GROUP_ROWS }));
    group = [];
  }

  return {
    async write(row) {
      group.push(row);
      if (group.length >= GROUP_ROWS) await flush();
    },
    async finish() {
      if (group.length > 0) await flush();
      await written(path, () => writer.finish());
      await written(path, () => rename(draft, path));
    },
    discard: () => rm(draft, { force: true }),
  };
}

const unwritable = (path: string, cause: unknown): PresageError =>
  new PresageError("FILE_UNWRITABLE", `cannot write ${path}`, cause);

function made<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

async function written(path: string, write: () => void | Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    throw unwritable(path, cause);
  }
}
