import { readFileSync, writeFileSync } from "node:fs";
import { plan, TYPICAL } from "@presage/scale";
import { type Outcome, outcomeCharts, outcomeTable } from "./outcome.ts";
import { scenariosOf, systemOf } from "./scenarios.ts";
import { simulate } from "./simulation.ts";
import { FOLDER, PAGE, planTables, readUnits, SIZES, withTable } from "./tables.ts";
import { measured, simulated } from "./validate.ts";

/**
 * `npm run simulate:scale`: what happens at three sizes when something does. Writes the tables of docs/scaling.md and the charts.
 * `npm run simulate:scale -- validate`: the simulation beside two scorers on real Kafka, of which one is killed.
 */
const units = readUnits();

function simulateAll(): Outcome[] {
  return SIZES.flatMap((assets) => {
    const planned = plan({ ...TYPICAL, assets }, units);
    const system = systemOf(planned, units);
    return scenariosOf(planned, system.groups).map((scenario): Outcome => {
      process.stderr.write(`${assets} assets, ${scenario.name} …\n`);
      const { rate, seconds, changes, autoscaler } = scenario;
      const points = simulate({ ...system, rate }, seconds, {
        changes,
        ...(autoscaler && { autoscaler }),
      });
      return { assets, scenario, points };
    });
  });
}

function writeDocs(outcomes: readonly Outcome[]): void {
  const names = [...new Set(outcomes.map(({ scenario }) => scenario.name))];
  const inOrder = names.flatMap((name) => outcomes.filter(({ scenario }) => scenario.name === name));
  const tables = [...planTables(units), ["simulated", outcomeTable(inOrder)] as const];
  const page = tables.reduce(
    (text, [name, table]) => withTable(text, name, table),
    readFileSync(PAGE, "utf8"),
  );
  writeFileSync(PAGE, page);
  for (const [name, svg] of outcomeCharts(outcomes)) writeFileSync(new URL(`${name}.svg`, FOLDER), svg);
  process.stdout.write(outcomeTable(inOrder));
}

async function validate(): Promise<void> {
  process.stdout.write("| run | lag gone after: measured | simulated | most lag: measured | simulated |\n");
  process.stdout.write("|---|---:|---:|---:|---:|\n");
  for (let run = 1; run <= 3; run++) {
    const real = await measured();
    const sim = simulated(units, run);
    const cells = [run, `${real.recovery.toFixed(1)} s`, `${sim.recovery.toFixed(1)} s`, real.most, sim.most];
    process.stdout.write(`| ${cells.join(" | ")} |\n`);
  }
}

if (process.argv[2] === "validate") await validate();
else writeDocs(simulateAll());
