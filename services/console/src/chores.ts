/** Work that is to be done now and then. */
export interface Chore {
  /** Milliseconds from one time to the next. */
  readonly every: number;
  readonly run: () => Promise<unknown>;
  readonly failed: (error: unknown) => void;
}

/** Does chores until stopped, never two at a time; returns what stops them, once the one that is under way is done. */
export function startChores(chores: readonly Chore[]): () => Promise<void> {
  let doing = Promise.resolve();
  const timers = chores.map(({ every, run, failed }) =>
    setInterval(() => {
      doing = doing.then(run).then(() => undefined, failed);
    }, every),
  );
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await doing;
  };
}
