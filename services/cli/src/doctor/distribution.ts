/** How often values came up, to two significant digits: as small however many there are. */
export interface Distribution {
  readonly add: (value: number, times?: number) => void;
  /** The value that this share of all does not exceed; undefined of none. */
  readonly quantile: (share: number) => number | undefined;
}

export function distribution(): Distribution {
  const counts = new Map<number, number>();
  let total = 0;
  return {
    add(value, times = 1) {
      const rounded = Number(value.toPrecision(2));
      counts.set(rounded, (counts.get(rounded) ?? 0) + times);
      total += times;
    },
    quantile(share) {
      let passed = 0;
      const values = [...counts].toSorted(([a], [b]) => a - b);
      for (const [value, times] of values) {
        passed += times;
        if (passed >= share * total) return value;
      }
      return values.at(-1)?.[0];
    },
  };
}
