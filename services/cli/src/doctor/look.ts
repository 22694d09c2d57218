import { setTimeout as delay } from "node:timers/promises";
import { PresageError } from "@presage/contracts";
import type { Finding } from "./finding.ts";

const PATIENCE_MS = 15_000;

/** What a look finds; what it cannot reach is wrong, and says why, as is what the system refuses (`EACCES`). A bug stays what it is. */
export async function look(
  check: string,
  find: () => Promise<readonly Finding[]> | readonly Finding[],
  { advice, patienceMs = PATIENCE_MS }: { readonly advice?: string; readonly patienceMs?: number } = {},
): Promise<readonly Finding[]> {
  const wrong = (says: string): Finding[] => [
    { check, level: "wrong", says, ...(advice !== undefined && { advice }) },
  ];
  const stop = new AbortController();
  const late = async (): Promise<readonly Finding[]> => {
    await delay(patienceMs, undefined, { signal: stop.signal });
    return wrong(`no answer within ${patienceMs / 1e3} s`);
  };
  try {
    return await Promise.race([Promise.resolve().then(find), late()]);
  } catch (error) {
    if (error instanceof PresageError) return wrong(`${error.code}: ${error.message}`);
    if (error instanceof Error && "syscall" in error) return wrong(error.message);
    throw error;
  } finally {
    stop.abort();
  }
}
