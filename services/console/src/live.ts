/** What changed, for those who look at it. */
export interface Change {
  readonly topics: ReadonlySet<"failures" | "assets" | "models" | "pipeline">;
  /** Paths of the assets; none if there are too many to name. */
  readonly assets: readonly string[];
}

/** Tells everyone who listens that something changed. */
export interface Live {
  tell(change: Change): void;
  /** Returns what stops it. */
  listen(listener: (change: Change) => void): () => void;
}

export function createLive(): Live {
  const listeners = new Set<(change: Change) => void>();
  return {
    tell(change) {
      for (const listener of listeners) listener(change);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
