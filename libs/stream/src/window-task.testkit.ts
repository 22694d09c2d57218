import type { Contract, Message } from "@presage/contracts";
import type { StoredEntry } from "./broker.ts";
import { output, type WindowStage } from "./stage.ts";

/** A reading: what it says, and when the bridge heard it. */
export interface Reading {
  readonly id: string;
  readonly heard: number;
}

const json = <V>(topic: string, example: Message<V>): Contract<V> => ({
  topic,
  title: topic,
  schema: {},
  example,
  encode: (m) => new TextEncoder().encode(JSON.stringify(m.value)),
  decode: (key, time, bytes) => ({ key, time, value: JSON.parse(new TextDecoder().decode(bytes)) as V }),
});

export const readings = json<Reading>("readings", { key: "a", time: 0, value: { id: "1", heard: 0 } });

export interface Summary {
  readonly start: number;
  readonly ids: readonly string[];
  readonly late: number;
  readonly duplicates: number;
  readonly nth: number;
  readonly offsets: readonly [number, number];
}
export const summaries = json<Summary>("summaries", {
  key: "a",
  time: 0,
  value: { start: 0, ids: [], late: 0, duplicates: 0, nth: 1, offsets: [0, 0] },
});

/** Windows of 10 with a grace of 2; the state counts the asset's windows. */
export const stage: WindowStage<Reading, { windows: number }> = {
  name: "summary",
  input: readings,
  size: 10,
  grace: 2,
  initial: { windows: 0 },
  identity: (m) => m.value.id,
  heard: (m) => m.value.heard,
  step({ windows }, w) {
    const value = {
      start: w.start,
      ids: w.messages.map((m) => m.value.id),
      late: w.late,
      duplicates: w.duplicates,
      nth: windows + 1,
      offsets: w.offsets,
    };
    return [{ windows: windows + 1 }, [output(summaries, { key: w.key, time: w.end, value })]];
  },
};

export type Item =
  readonly [key: string, time: number, id: string, heard?: number] | { readonly heartbeat: number };

export function log(items: readonly Item[]): StoredEntry[] {
  return items.map((item, offset) => {
    const place = { topic: "readings", partition: 0, offset };
    if ("heartbeat" in item) return { ...place, key: "", time: item.heartbeat, value: new Uint8Array(0) };
    const [key, time, id, heard = time] = item;
    return { ...place, key, time, value: readings.encode({ key, time, value: { id, heard } }) };
  });
}
