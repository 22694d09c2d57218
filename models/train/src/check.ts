import type { ModelManifest, Scorer } from "@presage/model";
import { risksOf } from "./evaluate.ts";
import { opening, quantile } from "./metrics.ts";
import type { Observe } from "./observe.ts";
import { readLives } from "./recordings.ts";

/** Ends of the parts of life that are shown. */
const PARTS = [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1] as const;

/** Shows the risk over recorded lives, and when a failure would have been predicted. Nothing is written. */
export async function checkRecordings(
  directory: string,
  observe: Observe,
  { inputs, decision }: ModelManifest,
  scorer: Scorer,
): Promise<void> {
  print([
    "recording",
    "hours",
    ...PARTS.map((end) => `to ${100 * end} %`),
    "opens at",
    "over before half of life",
  ]);
  for (const { name, hours, windows, shares } of await readLives(directory, observe)) {
    const risks = risksOf(windows, inputs, scorer);
    const medians = PARTS.map((end, i) =>
      quantile(
        risks.filter((_, w) => (shares[w] ?? 0) <= end && (shares[w] ?? 0) > (PARTS[i - 1] ?? -1)),
        0.5,
      ),
    );
    const at = shares[opening(risks, decision)];
    const early = risks.filter((_, w) => (shares[w] ?? 0) < 0.5);
    const over = early.filter((risk) => risk >= decision.threshold).length / early.length;
    print([
      name,
      hours.toFixed(1),
      ...medians.map((m) => m.toFixed(2)),
      at === undefined ? "never" : `${(100 * at).toFixed(1)} %`,
      `${(100 * over).toFixed(1)} %`,
    ]);
  }
}

function print(cells: readonly string[]): void {
  process.stdout.write(`${cells.join("\t")}\n`);
}
