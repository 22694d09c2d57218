import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { INTAKE_METRICS } from "./intake-metrics.ts";
import type { Definition } from "./metric.ts";
import { PIPELINE_METRICS } from "./pipeline-metrics.ts";

/** Every metric of Presage; docs/metrics.md lists the same. */
export const METRICS = { ...INTAKE_METRICS, ...PIPELINE_METRICS };

type Labels<D> = D extends { readonly labels: readonly (infer L extends string)[] } ? L : never;
type Metric<D extends Definition> = D["type"] extends "counter"
  ? Counter<Labels<D>>
  : D["type"] extends "gauge"
    ? Gauge<Labels<D>>
    : Histogram<Labels<D>>;

/** The metrics of one process, as `metrics.bridgeReceivedMessages.inc()`. */
export type Metrics = { readonly [K in keyof typeof METRICS]: Metric<(typeof METRICS)[K]> } & {
  readonly registry: Registry;
};

/** Metrics of this process, with those of Node.js itself (memory, CPU, event loop, garbage collection). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics = Object.entries(METRICS).map(([key, definition]) => [key, create(definition, registry)]);
  return { ...(Object.fromEntries(metrics) as Omit<Metrics, "registry">), registry };
}

function create({ type, name, help, labels = [], buckets = [] }: Definition, registry: Registry): unknown {
  const options = { name, help, labelNames: [...labels], registers: [registry] };
  if (type === "counter") return new Counter(options);
  if (type === "gauge") return new Gauge(options);
  return new Histogram({ ...options, buckets: [...buckets] });
}
