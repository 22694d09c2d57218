import { Worker } from "node:worker_threads";
import type { Comparison } from "@presage/compare";
import { PresageError } from "@presage/contracts";
import type { Config } from "@presage/service";
import type { CompareModels } from "./compare-from-log.ts";
import type { CompareNews, CompareTask } from "./compare-worker.ts";

/** Compiled, wherever this file is run from: it is a thread of its own. */
const WORKER = new URL("../../dist/process/compare-worker.js", import.meta.url);

export interface ApartComparer {
  readonly compare: CompareModels;
  /** Ends what is being compared. */
  close(): Promise<void>;
}

/** Compares as `compareFromLog` does, in a thread of its own and one after another. */
export function compareApart(config: Config): ApartComparer {
  const stop = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  const compare: CompareModels = (champion, challenger, { onWindows, ...options }) => {
    const task: CompareTask = { config, champion, challenger, options };
    const work = last.then(() => runApart(task, stop.signal, onWindows));
    last = work.catch(() => undefined);
    return work;
  };

  return {
    compare,
    async close() {
      stop.abort();
      await last;
    },
  };
}

function runApart(
  task: CompareTask,
  signal: AbortSignal,
  onWindows?: (count: number) => void,
): Promise<Comparison | null> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(WORKER, { workerData: task });
    const end = (): void => void worker.terminate();
    signal.addEventListener("abort", end);
    worker.on("message", (news: CompareNews) => {
      if ("read" in news) onWindows?.(news.read);
      else if ("comparison" in news) resolve(news.comparison);
      else reject(new PresageError(news.code, news.message));
    });
    worker.on("error", reject);
    // Without effect if it has said how it ended.
    worker.on("exit", (code) => {
      signal.removeEventListener("abort", end);
      reject(new Error(`the comparison ended with ${code}`));
    });
  });
}
