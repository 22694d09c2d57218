import type { JudgingNews, JudgingTask } from "../process/judging-apart.ts";
import { openThread } from "../process/thread.ts";

const WORKER = new URL("../../dist/process/judging-worker.js", import.meta.url);

export interface UpOptions {
  readonly config?: string;
  /** Simulated machines, one of which wears out; 0 for none. */
  readonly simulate: number;
}

/** The whole pipeline in one process. */
export async function up({ config, simulate }: UpOptions): Promise<void> {
  // It loads while this one does.
  const thread = openThread<JudgingTask, JudgingNews>(WORKER);
  const [{ runService }, { startPipeline }] = await Promise.all([
    import("@presage/service"),
    import("../run/pipeline.ts"),
  ]);
  await runService(
    "presage",
    (context) => startPipeline(context, thread, simulate),
    config === undefined ? {} : { file: config },
  );
}
