// Compares two models in a thread of its own: reading the log takes a while, and whoever asks has other things to do.
import { parentPort, workerData } from "node:worker_threads";
import type { Comparison } from "@presage/compare";
import { type ModelReference, PresageError } from "@presage/contracts";
import { openRegistry } from "@presage/registry";
import type { Config } from "@presage/service";
import { compareFromLog, type ComparisonOptions } from "./compare-from-log.ts";

/** What the thread is given. */
export interface CompareTask {
  readonly config: Config;
  readonly champion: ModelReference;
  readonly challenger: ModelReference;
  readonly options: Pick<ComparisonOptions, "from" | "to" | "labelledOnly">;
}

/** What it tells: how far it is, and in the end the comparison, or why there is none. */
export type CompareNews =
  | { readonly read: number }
  | { readonly comparison: Comparison | null }
  | { readonly code: PresageError["code"]; readonly message: string };

const tell = (news: CompareNews): void => parentPort?.postMessage(news);
const { config, champion, challenger, options } = workerData as CompareTask;
const registry = await openRegistry(config);
try {
  const comparison = await compareFromLog(registry, config, champion, challenger, {
    ...options,
    onWindows: (read) => tell({ read }),
  });
  tell({ comparison });
} catch (error) {
  if (!(error instanceof PresageError)) throw error;
  tell({ code: error.code, message: error.message });
} finally {
  await registry.close();
}
