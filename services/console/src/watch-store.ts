import type { Live } from "./live.ts";
import type { Database } from "./store/database.ts";
import { lastEntry } from "./store/journal.ts";

/** How often it is looked whether another process wrote something. */
const EVERY_MS = 1_000;

/** Tells of what other consoles on the same store took in; returns what stops it. */
export function watchStore(db: Database, live: Live, failed: (error: unknown) => void): () => Promise<void> {
  let last: number | undefined;
  let looking = Promise.resolve();
  const look = async (): Promise<void> => {
    const entry = await lastEntry(db);
    if (last !== undefined && entry !== last)
      live.tell({ topics: new Set(["failures", "assets"]), assets: [] });
    last = entry;
  };
  const timer = setInterval(() => {
    looking = looking.then(look).catch(failed);
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
