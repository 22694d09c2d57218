import type { Message, TraceContext } from "@presage/contracts";
import TinyQueue from "tinyqueue";
import { Agenda } from "./agenda.ts";
import type { StoredEntry } from "./broker.ts";
import { decodeEntry, type Malformed } from "./decode.ts";
import type { Output, WindowStage } from "./stage.ts";
import { decodeState, encodeState, PARTITION_KEY, type Task, type TaskResult } from "./task.ts";
import type { TracedStep } from "./traces.ts";

interface OpenWindow<V> {
  readonly key: string;
  readonly start: number;
  readonly firstOffset: number;
  lastOffset: number;
  readonly messages: Message<V>[];
  readonly identities: Set<string>;
  /** Of those of its messages that are traced. */
  traces?: [TraceContext, ...TraceContext[]];
  duplicates: number;
}

/** What the log remembers of an asset. */
interface AssetState<S> {
  /** No window that ends here or earlier is open or will be. */
  closedThrough: number;
  /** Late messages since the last window. */
  late: number;
  state: S;
}

interface Asset<V, S> extends AssetState<S> {
  /** Greatest event time among the messages of the open windows. */
  latest: number;
  /** When its last message reached the bridge. */
  heard: number;
  /** By start. */
  readonly open: Map<number, OpenWindow<V>>;
}

/** An asset of which nothing was read yet in this process. */
const unheard = <V, S>(state: AssetState<S>): Asset<V, S> => ({
  ...state,
  latest: -Infinity,
  heard: -Infinity,
  open: new Map(),
});

/** What the log remembers of a partition: entries below `through` are accounted for in the assets' states. */
interface PartitionState {
  readonly through: number;
}

const NOTHING = new Uint8Array(0);

/** Which window begins at an offset. Not the window itself: its messages go when it closes. */
interface Begun {
  readonly key: string;
  readonly start: number;
  readonly firstOffset: number;
}

/** The result of a poll in the making. */
interface Draft {
  readonly outputs: Output[];
  readonly traced: TracedStep[];
  readonly changed: Set<string>;
  windows: number;
  late: number;
  duplicates: number;
}

/**
 * The work of a window stage on one partition.
 *
 * It restarts from the first entry of the oldest open window. Entries it reads again are told by their offset: one whose
 * window is closed was used in that window or counted as late already, so it is dropped; one whose window is open
 * rebuilds that window. So each window is made once, from the same messages, whatever dies between.
 */
export function windowTask<V, S>(stage: WindowStage<V, S>, restored: ReadonlyMap<string, Uint8Array>): Task {
  const assets = new Map<string, Asset<V, S>>();
  /** Where windows begin in the log, first to last; of one that is closed until it is the first. */
  const begun = new TinyQueue<Begun>([], (a, b) => a.firstOffset - b.firstOffset);
  /** When heartbeats are to look at assets that have open windows. */
  const agenda = new Agenda();
  let accounted = 0;
  for (const [key, bytes] of restored) {
    if (key === PARTITION_KEY) accounted = decodeState<PartitionState>(bytes).through;
    else {
      const state = decodeState<Omit<AssetState<S>, "closedThrough"> & { closedThrough: number | null }>(
        bytes,
      );
      // Of an asset of which a message came again before its first window closed; JSON has no -Infinity.
      assets.set(key, unheard({ ...state, closedThrough: state.closedThrough ?? -Infinity }));
    }
  }
  /** Heartbeats before this are not passed on. */
  let nextBeat = -Infinity;

  /** An asset of which nothing is heard for so long has its windows closed by a heartbeat. */
  const patience = stage.size + stage.grace;
  const alignDown = (time: number): number => Math.floor(time / stage.size) * stage.size;

  function assetOf(key: string): Asset<V, S> {
    let asset = assets.get(key);
    if (asset === undefined) {
      asset = unheard({ closedThrough: -Infinity, late: 0, state: stage.initial });
      assets.set(key, asset);
    }
    return asset;
  }

  /** Closes the asset's windows that end at `through` or earlier, oldest first. */
  function closeThrough(
    key: string,
    asset: Asset<V, S>,
    through: number,
    closedAt: number,
    result: Draft,
  ): void {
    if (through <= asset.closedThrough) return;
    asset.closedThrough = through;
    const due = [...asset.open.values()].filter((w) => w.start + stage.size <= through);
    for (const window of due.toSorted((a, b) => a.start - b.start)) {
      const [state, outputs] = stage.step(asset.state, {
        key,
        start: window.start,
        end: window.start + stage.size,
        messages: window.messages,
        offsets: [window.firstOffset, window.lastOffset],
        duplicates: window.duplicates,
        late: asset.late,
        closedAt,
      });
      asset.state = state;
      asset.late = 0;
      asset.open.delete(window.start);
      result.outputs.push(...outputs);
      if (window.traces !== undefined) result.traced.push({ key, causes: window.traces, outputs });
      result.changed.add(key);
      result.windows++;
      result.duplicates += window.duplicates;
    }
  }

  function take(entry: StoredEntry, message: Message<V>, result: Draft): void {
    const { key, time } = message;
    const asset = assetOf(key);
    const start = alignDown(time);
    asset.heard = Math.max(asset.heard, stage.heard(message));
    if (start + stage.size <= asset.closedThrough) {
      if (entry.offset < accounted) return;
      asset.late++;
      if (stage.unused !== undefined) asset.state = stage.unused(asset.state, message, "late");
      result.late++;
      result.changed.add(key);
      return;
    }
    let window = asset.open.get(start);
    if (window === undefined) {
      const { offset } = entry;
      window = {
        key,
        start,
        firstOffset: offset,
        lastOffset: offset,
        messages: [],
        identities: new Set(),
        duplicates: 0,
      };
      asset.open.set(start, window);
      begun.push({ key, start, firstOffset: offset });
      agenda.note(key, asset.heard + patience);
    }
    const identity = stage.identity(message);
    if (window.identities.has(identity)) {
      window.duplicates++;
      if (stage.unused !== undefined && entry.offset >= accounted) {
        asset.state = stage.unused(asset.state, message, "duplicate");
        result.changed.add(key);
      }
    } else {
      window.identities.add(identity);
      window.messages.push(message);
      window.lastOffset = entry.offset;
      if (entry.trace !== undefined) {
        if (window.traces === undefined) window.traces = [entry.trace];
        else window.traces.push(entry.trace);
      }
    }
    asset.latest = Math.max(asset.latest, time);
    closeThrough(key, asset, alignDown(asset.latest - stage.grace), stage.heard(message), result);
  }

  /** Closes what silent assets left open: their own messages will not do it. */
  function heartbeat(now: number, result: Draft): void {
    for (const key of agenda.due(now)) {
      const asset = assetOf(key);
      if (now >= asset.heard + patience)
        closeThrough(key, asset, alignDown(asset.latest) + stage.size, now, result);
      if (asset.open.size > 0) agenda.note(key, asset.heard + patience);
    }
  }

  /** The first entry of the oldest open window. */
  function oldest(): number | undefined {
    for (let first = begun.peek(); first !== undefined; first = begun.peek()) {
      const { key, start, firstOffset } = first;
      if (assets.get(key)?.open.get(start)?.firstOffset === firstOffset) return firstOffset;
      begun.pop();
    }
    return undefined;
  }

  function passOn({ time, partition }: StoredEntry, result: Draft): void {
    if (stage.heartbeats === undefined || time < nextBeat) return;
    const { topic, everyMs } = stage.heartbeats;
    nextBeat = time + everyMs;
    result.outputs.push({ topic, key: "", time, partition, encode: () => NOTHING });
  }

  return (entries): TaskResult => {
    const result: Draft = { outputs: [], traced: [], changed: new Set(), windows: 0, late: 0, duplicates: 0 };
    const malformed: Malformed[] = [];
    let through = accounted;
    for (const entry of entries) {
      through = entry.offset + 1;
      if (entry.value.byteLength === 0) {
        // What an accounted heartbeat closed is closed in the states; now it would see an asset that is only half read.
        if (entry.offset >= accounted) {
          heartbeat(entry.time, result);
          passOn(entry, result);
        }
        continue;
      }
      const message = decodeEntry(stage.input, entry, (each) => malformed.push(each));
      if (message !== undefined) take(entry, message, result);
    }
    accounted = Math.max(accounted, through);
    const states = new Map<string, Uint8Array>();
    for (const key of result.changed) {
      const { closedThrough, late, state } = assetOf(key);
      states.set(key, encodeState<AssetState<S>>({ closedThrough, late, state }));
    }
    if (states.size > 0 || result.outputs.length > 0)
      states.set(PARTITION_KEY, encodeState<PartitionState>({ through: accounted }));
    return {
      outputs: result.outputs,
      states,
      resumeAt: new Map([[stage.input.topic, oldest() ?? accounted]]),
      malformed,
      traced: result.traced,
      counts: { windows: result.windows, late: result.late, duplicates: result.duplicates },
    };
  };
}
