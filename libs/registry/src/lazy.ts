import type { Registry } from "./registry.ts";

/** A registry that is opened when it is first asked, and tried again with the next question if that failed. */
export function lazyRegistry(open: () => Promise<Registry>): Registry {
  let opening: Promise<Registry> | undefined;
  const opened = (): Promise<Registry> => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  return {
    push: async (...asked) => (await opened()).push(...asked),
    list: async () => (await opened()).list(),
    fetch: async (...asked) => (await opened()).fetch(...asked),
    current: async (...asked) => (await opened()).current(...asked),
    history: async (...asked) => (await opened()).history(...asked),
    assign: async (...asked) => (await opened()).assign(...asked),
    close: async () => (await opening?.catch(() => undefined))?.close(),
  };
}
