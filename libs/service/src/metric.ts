/** How a metric is called and what it says. */
export interface Definition {
  readonly type: "counter" | "gauge" | "histogram";
  /** `presage_<name>_<unit>`, and `_total` for counters. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  /** Upper bounds, in the unit of the name. */
  readonly buckets?: readonly number[];
}

export const FINE_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
// Close together around a quarter of a second, which is the goal for the 99th percentile.
export const EVENT_SECONDS = [
  0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
];
// From a message that waits for nothing to one that waits minutes for its window to close.
export const AGE_SECONDS = [
  0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 30, 60, 120, 300, 600,
];
// Most machines are well, so most risks are small.
export const RISKS = [0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];
export const COUNTS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048];
