/** Messages under way at full speed: enough to keep the broker busy, few enough to stop soon. */
const AHEAD = 64;

/** Keeps some work under way while more is begun. */
export interface Ahead {
  /** Waits until there is room, if there is none. */
  add(work: Promise<void>): Promise<void>;
  /** Waits for all of it. */
  drain(): Promise<void>;
}

export function workAhead(): Ahead {
  const underWay = new Set<Promise<void>>();
  return {
    async add(work) {
      const tracked = work.finally(() => underWay.delete(tracked));
      underWay.add(tracked);
      if (underWay.size >= AHEAD) await Promise.race(underWay);
    },
    async drain() {
      await Promise.all(underWay);
    },
  };
}
