import { cpus } from "node:os";
import { benchBridge } from "./bridge.ts";
import { benchConsole } from "./console.ts";
import { benchFeatures } from "./features.ts";
import { benchKafka } from "./kafka.ts";
import { benchPipeline } from "./pipeline.ts";
import { benchScoring } from "./scoring.ts";
import { measureUnits } from "../scale/units.ts";
import { printTable, type Row } from "./table.ts";
import { benchGrowth, benchUnits } from "./units.ts";

/** `npm run bench [features|scoring|bridge|kafka|pipeline|assets|console|units|growth …]`: figures, side by side with the peers that are here. */
const BENCHES: Readonly<Record<string, () => Promise<Row[]>>> = {
  features: benchFeatures,
  scoring: benchScoring,
  bridge: benchBridge,
  kafka: benchKafka,
  pipeline: () => benchPipeline(1_000, 10, 60),
  assets: () => benchPipeline(10_000, 10, 60),
  console: benchConsole,
  units: benchUnits,
  growth: benchGrowth,
};

const asked = process.argv.slice(2);
if (asked.join(" ") === "units --json") {
  process.stdout.write(`${JSON.stringify(await measureUnits(), null, 2)}\n`);
  process.exit(0);
}
const names = asked.length > 0 ? asked : Object.keys(BENCHES);
const rows: Row[] = [];
for (const name of names) {
  const bench = BENCHES[name];
  if (bench === undefined) {
    process.stderr.write(`there is no bench ${name}; there are ${Object.keys(BENCHES).join(", ")}\n`);
    process.exit(2);
  }
  process.stderr.write(`${name} …\n`);
  rows.push(...(await bench()));
}
process.stdout.write(`\n${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node.js ${process.version}\n\n`);
printTable(rows);
