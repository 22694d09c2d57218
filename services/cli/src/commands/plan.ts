import { readFileSync } from "node:fs";
import { type Load, plan as planFor, planTable, type Units } from "@presage/scale";

const UNITS = new URL("../../../../docs/scaling/units.json", import.meta.url);

/** Prints what a load needs, by the unit costs that were measured. */
export function plan({ json = false, ...load }: Load & { readonly json?: boolean }): void {
  const units = JSON.parse(readFileSync(UNITS, "utf8")) as Units;
  const planned = planFor(load, units);
  if (json) return void process.stdout.write(`${JSON.stringify(planned, null, 2)}\n`);
  const lines = planTable([planned]);
  const width = Math.max(...lines.map(([what = ""]) => what.length));
  for (const [what = "", figure = ""] of lines)
    process.stdout.write(`${what.replaceAll("`", "").padEnd(width)}  ${figure}\n`);
  const { date, cpu, node } = units.measured;
  process.stdout.write(
    `\nBy costs measured on ${date} on ${cpu} with Node.js ${node}; see docs/scaling.md for what they leave out.\n`,
  );
}
