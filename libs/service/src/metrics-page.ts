import { METRICS } from "./metrics.ts";

/** docs/metrics.md */
export const metricsPage = (): string => `# Metrics

Every service has \`/metrics\` in the Prometheus text format on its HTTP port: the metrics below, and those of Node.js itself
(\`process_…\` and \`nodejs_…\`: CPU, memory, file descriptors, event loop lag, garbage collection). Names are
\`presage_<name>_<unit>\`, counters end in \`_total\`. A service that has nothing to do with a metric leaves it at zero.

| metric | type | labels | meaning |
| --- | --- | --- | --- |
${metricRows()
  .map((cells) => `| ${cells.join(" | ")} |`)
  .join("\n")}
`;

/** The cells of the table's rows. */
export const metricRows = (): readonly (readonly string[])[] =>
  Object.values(METRICS).map((metric) => [
    `\`${metric.name}\``,
    metric.type,
    "labels" in metric ? metric.labels.map((label) => `\`${label}\``).join(", ") : "",
    metric.help,
  ]);
