import { compare, type Comparison, type Contender } from "@presage/compare";
import {
  feedback,
  type Feedback,
  isLabel,
  type Message,
  type ModelReference,
  predictions,
} from "@presage/contracts";
import { loadPackage } from "@presage/model";
import type { Registry } from "@presage/registry";
import { ruleOf } from "@presage/scorer";
import type { Config } from "@presage/service";
import { openBroker } from "./broker.ts";
import { readLog } from "./read-log.ts";

export interface ComparisonOptions {
  /** Only windows that begin in [from, to), epoch milliseconds. */
  readonly from?: number;
  readonly to?: number;
  /** Not to read the predictions at all if nothing was labelled. */
  readonly labelledOnly?: boolean;
  readonly onWindows?: (count: number) => void;
}

/** Compares two models, however that is done; null if nothing was to be read. */
export type CompareModels = (
  champion: ModelReference,
  challenger: ModelReference,
  options: ComparisonOptions,
) => Promise<Comparison | null>;

const TELL_EVERY = 10_000;

/** Compares two models of the registry by what the log holds of the time in which one was in shadow of the other; null if nothing was to be read. */
export async function compareFromLog(
  registry: Registry,
  config: Config,
  champion: ModelReference,
  challenger: ModelReference,
  { from = -Infinity, to = Infinity, labelledOnly = false, onWindows }: ComparisonOptions = {},
): Promise<Comparison | null> {
  const contender = async (model: ModelReference): Promise<Contender> => {
    const { manifest } = await loadPackage(await registry.fetch(model.digest));
    return { model, rule: ruleOf(manifest, config.decision) };
  };
  const comparing = compare(await contender(champion), await contender(challenger));
  const broker = await openBroker(config);
  try {
    const labels: Message<Feedback>[] = [];
    for await (const said of readLog(broker, feedback)) if (isLabel(said.value)) labels.push(said);
    if (labelledOnly && labels.length === 0) return null;
    let read = 0;
    for await (const message of readLog(broker, predictions)) {
      if (message.value.start >= from && message.value.start < to) comparing.take(message);
      read += 1;
      if (read % TELL_EVERY === 0) onWindows?.(read);
    }
    return comparing.finish(labels);
  } finally {
    await broker.close();
  }
}
