import { setTimeout as delay } from "node:timers/promises";
import type { TestConsole } from "./console.ts";

const PATIENCE_MS = 60_000;

/** Waits until something is so; throws if it never is. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const patience = Date.now() + PATIENCE_MS; !(await holds()); await delay(50))
    if (Date.now() > patience) throw new Error(`it never came to be: ${what}`);
}

/** Waits until the inbox has so many entries, the members of floods counted one by one. */
export const untilInbox = (web: TestConsole, entries: number): Promise<void> =>
  until(`${entries} entries`, async () => {
    const { total } = await web.ask<{ total: number }>("/api/failures?floods=false&limit=1");
    return total === entries;
  });
