import { readFileSync } from "node:fs";
import { type Load, plan, planMarkdown, TYPICAL, type Units } from "@presage/scale";

/** Where the figures are. */
export const FOLDER = new URL("../../../docs/scaling/", import.meta.url);
export const PAGE = new URL("../../../docs/scaling.md", import.meta.url);

export const SIZES = [1_000, 100_000, 1_000_000];

/** Plants of docs/scaling.md: wired sensors that send all the time, and battery-powered ones. */
const PLANTS: Readonly<Record<string, Load>> = {
  wired: TYPICAL,
  wireless: { ...TYPICAL, blockEvery: 600, slowEvery: 60, window: 60 },
};

export const readUnits = (): Units =>
  JSON.parse(readFileSync(new URL("units.json", FOLDER), "utf8")) as Units;

/** The tables of plans, by the name that marks their place in the page. */
export const planTables = (units: Units): readonly (readonly [name: string, table: string])[] =>
  Object.entries(PLANTS).map(([name, load]) => [
    name,
    planMarkdown(SIZES.map((assets) => plan({ ...load, assets }, units))),
  ]);

/** The page with another table in the place that is marked by a name. */
export function withTable(page: string, name: string, table: string): string {
  const [before, rest] = page.split(`<!-- ${name} -->\n`);
  const after = rest?.split("<!-- end -->").slice(1).join("<!-- end -->");
  if (before === undefined || after === undefined) throw new Error(`the page has no place for ${name}`);
  return `${before}<!-- ${name} -->\n\n${table}\n<!-- end -->${after}`;
}
