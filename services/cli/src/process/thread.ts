import { once } from "node:events";
import { parentPort, type TransferListItem, Worker } from "node:worker_threads";
import { type ErrorCode, PresageError } from "@presage/contracts";
import type { RunningService } from "@presage/service";

/** What a thread tells the one that opened it. */
type Told<News> =
  | { readonly news: News }
  | { readonly started: true }
  | { readonly refused: { readonly code: ErrorCode; readonly message: string; readonly cause?: string } };

/** A service in a thread of its own. */
export interface Thread<Task, News> extends RunningService {
  /**
   * Resolves once the service runs, rejects with what keeps it from that.
   * @param hand what of the task is to be transferred
   */
  start(task: Task, hand: readonly TransferListItem[], hear: (news: News) => void): Promise<void>;
  /** Rejects with what the thread could not go on from. */
  readonly done: Promise<void>;
}

/**
 * Loads a module in a thread, which waits to be given its task.
 * @param module compiled, wherever the caller is run from
 */
export function openThread<Task, News>(module: URL): Thread<Task, News> {
  // Whatever conditions this process resolves its imports by.
  const worker = new Worker(module, { execArgv: [] });
  let closing = false;
  const end = async (): Promise<void> => {
    await once(worker, "exit");
    if (!closing) throw new Error(`${module.href} has ended, and nobody had told it to`);
  };
  const done = end();
  // It may fail before anybody waits for it.
  done.catch(() => undefined);
  return {
    start: (task, hand, hear) =>
      new Promise((resolve, reject) => {
        worker.on("message", (told: Told<News>) => {
          if ("news" in told) hear(told.news);
          else if ("started" in told) resolve();
          else {
            reject(new PresageError(told.refused.code, told.refused.message, told.refused.cause));
            // Some of its services may run.
            closing = true;
            void worker.terminate();
          }
        });
        done.catch(reject);
        worker.postMessage(task, hand);
      }),
    done,
    async close() {
      closing = true;
      worker.postMessage("close");
      await done;
    },
  };
}

/** Called in the thread: starts the service once the task is there, and closes it when it is told to. */
export function serveThread<Task, News>(
  start: (task: Task, tell: (news: News) => void) => Promise<RunningService>,
): void {
  const port = parentPort;
  if (port === null) throw new Error("this is no thread");
  const say = (told: Told<News>): void => port.postMessage(told);
  const begin = async (task: Task): Promise<RunningService | undefined> => {
    try {
      const service = await start(task, (news) => say({ news }));
      say({ started: true });
      return service;
    } catch (error) {
      if (!(error instanceof PresageError)) throw error;
      const { code, message, cause } = error;
      say({ refused: { code, message, ...(cause instanceof Error && { cause: cause.message }) } });
      return undefined;
    }
  };
  let begun: Promise<RunningService | undefined> | undefined;
  port.on("message", (task: Task) => {
    if (begun === undefined) begun = begin(task);
    else void begun.then((service) => service?.close()).then(() => port.close());
  });
}
