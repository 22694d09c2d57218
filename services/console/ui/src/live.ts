import { signal } from "@preact/signals";
import { loggedOut } from "./api.ts";

/** What changed on the server since it was last said. */
export interface Change {
  readonly topics: ReadonlySet<string>;
  /** Up to 50 assets; empty if it is not known which. */
  readonly assets: ReadonlySet<string>;
}

const EVERYTHING: Change = {
  topics: new Set(["failures", "assets", "models", "pipeline", "people"]),
  assets: new Set(),
};
const QUIET = 500;
const RETRY = 2_000;

export const connected = signal(true);

const listeners = new Set<(change: Change) => void>();
let pending: Change | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastTold = 0;

/** Calls back at most twice a second, and not while nobody looks. Returns how to stop. */
export function onChange(listener: (change: Change) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Two changes as one. Assets that are not known make the whole unknown. */
export function mergeChanges(a: Change | undefined, b: Change): Change {
  if (a === undefined) return b;
  const known = a.assets.size > 0 && b.assets.size > 0;
  return {
    topics: new Set([...a.topics, ...b.topics]),
    assets: known ? new Set([...a.assets, ...b.assets]) : new Set(),
  };
}

function tell(): void {
  timer = undefined;
  if (document.hidden || pending === undefined) return;
  const change = pending;
  pending = undefined;
  lastTold = Date.now();
  for (const listener of listeners) listener(change);
}

function note(change: Change): void {
  pending = mergeChanges(pending, change);
  timer ??= setTimeout(tell, Math.max(0, lastTold + QUIET - Date.now()));
}

/** What the page itself changed: what is shown is fetched again without waiting for the server to say so. */
export const noteChange = (): void => note(EVERYTHING);

function connect(): void {
  const source = new EventSource("/api/events");
  source.addEventListener("open", () => {
    if (!connected.value) note(EVERYTHING);
    connected.value = true;
  });
  source.addEventListener("changed", (event: MessageEvent<string>) => {
    const { topics, assets } = JSON.parse(event.data) as { topics: string[]; assets: string[] };
    note({ topics: new Set(topics), assets: new Set(assets) });
  });
  source.addEventListener("error", () => {
    if (!loggedOut.value) connected.value = false;
    // An answer that is not a stream, as from a proxy whose server is gone, ends the source for good.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, RETRY);
  });
}

export function listen(): void {
  document.addEventListener("visibilitychange", tell);
  loggedOut.subscribe((out) => {
    if (out) connected.value = true;
  });
  connect();
}
