import { type Check, createHealth, type Health } from "./health.ts";
import { METRICS, type Metrics } from "./metrics.ts";

const WAYS = ["inc", "set", "observe", "reset"] as const;
type Name = keyof typeof METRICS;
type Way = (typeof WAYS)[number];

/** What was noted since the last time: calls of metrics' methods, and how components are. */
export interface Notes {
  readonly calls: readonly (readonly [metric: Name, way: Way, args: readonly unknown[]])[];
  readonly checks: readonly (readonly [component: string, check: Check])[];
}

/** A process's metrics and health, for services in another thread than theirs. */
export interface Relay {
  /** They can be written, not read. */
  readonly metrics: Metrics;
  readonly health: Health;
  /** Tells at once what was not told yet. */
  flush(): void;
  close(): void;
}

/** A message costs as much as many notes do. */
const EVERY_MS = 200;

/** Tells what is noted a few times a second, to whoever calls `takeNotes` with it. */
export function openRelay(tell: (notes: Notes) => void): Relay {
  let calls: Notes["calls"][number][] = [];
  let checks: Notes["checks"][number][] = [];
  const health = createHealth();
  const flush = (): void => {
    if (calls.length + checks.length === 0) return;
    tell({ calls, checks });
    [calls, checks] = [[], []];
  };
  const timer = setInterval(flush, EVERY_MS);
  const written = (name: Name) =>
    Object.fromEntries(WAYS.map((way) => [way, (...args: unknown[]) => void calls.push([name, way, args])]));
  const names = Object.keys(METRICS) as Name[];
  return {
    metrics: Object.fromEntries(names.map((name) => [name, written(name)])) as unknown as Metrics,
    health: {
      failing: () => health.failing(),
      set(component, check) {
        health.set(component, check);
        checks.push([component, check]);
      },
    },
    flush,
    close() {
      clearInterval(timer);
      flush();
    },
  };
}

/** Writes into the process's own metrics and health what was noted elsewhere. */
export function takeNotes({ calls, checks }: Notes, metrics: Metrics, health: Health): void {
  for (const [name, way, args] of calls) {
    const metric = metrics[name] as unknown as Record<Way, (...args: readonly unknown[]) => void>;
    metric[way](...args);
  }
  for (const [component, check] of checks) health.set(component, check);
}
