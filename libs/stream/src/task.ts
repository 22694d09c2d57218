import type { StoredEntry } from "./broker.ts";
import type { Malformed } from "./decode.ts";
import type { Output } from "./stage.ts";
import type { TracedStep } from "./traces.ts";

/** What came of one poll. */
export interface TaskResult {
  readonly outputs: readonly Output[];
  /** Changed states, encoded. */
  readonly states: ReadonlyMap<string, Uint8Array>;
  /** By input topic, the offset to read on from after a restart. A topic of which nothing was polled may be left out. */
  readonly resumeAt: ReadonlyMap<string, number>;
  /** Entries that are not of the input's contract; they are passed over. */
  readonly malformed: readonly Malformed[];
  /** Steps that made something of traced messages. */
  readonly traced: readonly TracedStep[];
  readonly counts: { readonly windows: number; readonly late: number; readonly duplicates: number };
}

/** The work of a stage on one partition: takes each poll once, in order. */
export type Task = (entries: readonly StoredEntry[]) => TaskResult | Promise<TaskResult>;

/** The key of the partition's own state; no asset has it. */
export const PARTITION_KEY = "";

const utf8 = new TextEncoder();
const text = new TextDecoder();

/** States are JSON. */
export const encodeState = <S>(state: S): Uint8Array => utf8.encode(JSON.stringify(state));
export const decodeState = <S>(bytes: Uint8Array): S => JSON.parse(text.decode(bytes)) as S;
