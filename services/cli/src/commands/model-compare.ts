import { comparisonText } from "@presage/compare";
import { PresageError } from "@presage/contracts";
import { find } from "@presage/registry";
import { compareFromLog } from "../process/compare-from-log.ts";
import { type ModelOptions, print, withRegistry } from "../process/registry.ts";

export interface CompareOptions extends ModelOptions {
  /** Class of assets; by default that of assets without one. */
  readonly class?: string;
  /** Only windows that begin in [from, to). */
  readonly from?: Date;
  readonly to?: Date;
}

/** Prints how a challenger, by default the one in shadow now, does beside the model that is live. */
export async function compareModels(wanted: string | undefined, options: CompareOptions): Promise<void> {
  const { from, to } = options;
  const comparison = await withRegistry(options, async (registry, config) => {
    const { class: assetClass = config.defaults.class } = options;
    const current = await registry.current(assetClass);
    const challenger = wanted === undefined ? current?.challenger : find(await registry.list(), wanted);
    if (current === undefined || challenger === undefined)
      throw new PresageError(
        "REGISTRY_UNKNOWN",
        `no model is in shadow for ${assetClass}; presage model shadow NAME@VERSION puts one there`,
      );
    const { stderr } = process;
    const compared = await compareFromLog(registry, config, current.champion, challenger, {
      ...(from !== undefined && { from: from.getTime() }),
      ...(to !== undefined && { to: to.getTime() }),
      onWindows: (count) => stderr.isTTY && stderr.write(`\rread ${count.toLocaleString("en")} predictions`),
    });
    if (stderr.isTTY) stderr.write("\r\u001b[K");
    return compared;
  });
  print(options, comparison, comparison === null ? "" : comparisonText(comparison));
}
