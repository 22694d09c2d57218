import type { Contract, Message } from "@presage/contracts";
import type { Column } from "./column.ts";

/** What becomes of a topic's messages in a file. */
export interface Table<V, R> {
  readonly contract: Contract<V>;
  readonly columns: readonly Column<R>[];
  /** What `from` and `to` are compared with, epoch milliseconds. */
  readonly timeOf: (message: Message<V>) => number;
  readonly rowsOf: (message: Message<V>) => readonly R[];
}
