import type { Units } from "@presage/scale";
import { grow, GROWN } from "../scale/growth.ts";
import { measureUnits } from "../scale/units.ts";
import type { Row } from "./table.ts";

/** What one message, window or transaction costs, part by part. */
export async function benchUnits(): Promise<Row[]> {
  return rowsOf(await measureUnits());
}

const UNITS_OF = [
  [/Micros$/, "µs"],
  [/Millis$/, "ms"],
  [/./, "bytes"],
] as const;

function rowsOf(units: Units): Row[] {
  const { measured: _, ...parts } = units;
  return Object.entries(parts).flatMap(([part, costs]) =>
    Object.entries(costs).map(([name, cost]: [string, number | { client: number; server: number }]): Row => {
      const unit = UNITS_OF.find(([ends]) => ends.test(name))?.[1] ?? "";
      const figure =
        typeof cost === "number"
          ? `${cost} ${unit}`
          : `${cost.client} ${unit}, in Kafka ${cost.server} ${unit}`;
      return { what: part, who: name, figure };
    }),
  );
}

const SIZES = [1_000, 10_000, 100_000];
/** Windows of an asset that are measured, at the sizes and over time. */
const WINDOWS = [20, 2, 2];
const LONG = 400;

/** Whether a message costs more the more assets there are, and an asset more memory the longer it runs. */
export async function benchGrowth(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const service of GROWN) {
    let first = NaN;
    for (const [i, assets] of SIZES.entries()) {
      const { messageMicros, assetBytes } = await grow(service, assets, WINDOWS[i] ?? 1);
      if (i === 0) first = messageMicros;
      rows.push({
        what: `a message with ${assets.toLocaleString("en")} assets`,
        who: service,
        figure: `${messageMicros.toFixed(1)} µs, ${Math.round(assetBytes)} bytes an asset`,
        ratio: `${(messageMicros / first).toFixed(2)} × of that with ${(SIZES[0] ?? 0).toLocaleString("en")}`,
      });
    }
    // The console waits for more before it writes, a quarter of a second each time: so many rounds would take minutes.
    if (service === "console") continue;
    const [few, many] = [await grow(service, 500, LONG / 10), await grow(service, 500, LONG)];
    rows.push({
      what: `${LONG / 10} and ${LONG} windows of an asset, 500 assets`,
      who: service,
      figure: `${Math.round(few.assetBytes)}, ${Math.round(many.assetBytes)} bytes an asset`,
      ratio: `${few.messageMicros.toFixed(1)}, ${many.messageMicros.toFixed(1)} µs a message`,
    });
  }
  return rows;
}
