/** Work that is to be done now and then. */
export interface Chore {
  /** Milliseconds from one time to the next. */
  readonly every: number;
  run(): Promise<unknown>;
  failed(error: unknown): void;
}

/** Does chores until stopped, never two at a time; returns what stops them, once the one that is under way is done. */
export function startChores(chores: readonly Chore[]): () => Promise<void> {
  let doing = Promise.resolve();
  const timers = chores.map((chore) =>
    setInterval(() => {
      doing = doing.then(async () => {
        await chore.run().catch((error: unknown) => chore.failed(error));
      });
    }, chore.every),
  );
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await doing;
  };
}
