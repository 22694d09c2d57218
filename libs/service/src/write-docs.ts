// Writes docs/configuration.md and docs/metrics.md from the schema and the table of metrics: `npm run docs`.
import { mkdirSync, writeFileSync } from "node:fs";
import { configurationPage } from "./config/page.ts";
import { metricsPage } from "./metrics-page.ts";

const docs = new URL("../../../docs/", import.meta.url);
mkdirSync(docs, { recursive: true });
writeFileSync(new URL("configuration.md", docs), configurationPage());
writeFileSync(new URL("metrics.md", docs), metricsPage());
