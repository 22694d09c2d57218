import type { Broker, Claim, Commit, Entry, Membership } from "./broker.ts";
import { foldTask } from "./fold-task.ts";
import type { FoldStage, WindowStage } from "./stage.ts";
import type { Task, TaskResult } from "./task.ts";
import { followTraces, type Tracer, type Traces } from "./traces.ts";
import { windowTask } from "./window-task.ts";

/** What the host tells about its work, for metrics and logs. */
export interface StageObserver extends Tracer {
  /** A partition was claimed: the log is in reach. */
  claimed?(): void;
  /** A poll was worked on; its results, if it had any, are committed. */
  committed?(event: { readonly polled: number; readonly seconds: number; readonly result: TaskResult }): void;
  /** The broker failed; the group goes on by itself as soon as it can. */
  failed?(error: Error): void;
}

/** Commit a bare offset only when it saves a restart this many entries: so many of a partition may be done and count as lag. */
export const OFFSET_STRIDE = 2_000;

/** Runs a window stage on every partition the group gives to this process. */
export function runWindowStage<V, S>(
  broker: Broker,
  stage: WindowStage<V, S>,
  observer: StageObserver = {},
): Promise<Membership> {
  const { name, input } = stage;
  return run(broker, { name, topics: [input.topic], commitsHeartbeats: false }, observer, (claim) =>
    windowTask(stage, claim.states),
  );
}

/** Runs a fold stage on every partition the group gives to this process. */
export function runFoldStage<V, P, S, C>(
  broker: Broker,
  stage: FoldStage<V, P, S, C>,
  observer: StageObserver = {},
): Promise<Membership> {
  const topics = [stage.input, ...(stage.control ? [stage.control.input] : [])].map(({ topic }) => topic);
  return run(broker, { name: stage.name, topics, commitsHeartbeats: true }, observer, (claim) =>
    foldTask(stage, claim.states, broker.partitions),
  );
}

function run(
  broker: Broker,
  stage: { readonly name: string; readonly topics: readonly string[]; readonly commitsHeartbeats: boolean },
  observer: StageObserver,
  open: (claim: Claim) => Task,
): Promise<Membership> {
  const { name, topics } = stage;
  const group = { name, topics, onError: (error: Error) => observer.failed?.(error) };
  return broker.join(group, async (claim) => {
    observer.claimed?.();
    const task = open(claim);
    const committed = new Map(claim.offsets);
    while (!claim.signal.aborted) {
      const entries = await claim.poll();
      if (entries.length === 0) continue;
      const begin = performance.now();
      const seconds = (): number => (performance.now() - begin) / 1e3;
      const result = await task(entries);
      const changed = result.outputs.length > 0 || result.states.size > 0;
      const passed = [...result.resumeAt].some(
        ([topic, offset]) => offset - (committed.get(topic) ?? 0) >= OFFSET_STRIDE,
      );
      // They come now and then; uncommitted, a stage that has done all there is would seem to lag behind.
      const idle = stage.commitsHeartbeats && entries.every(({ value }) => value.byteLength === 0);
      if (changed || passed || idle) {
        const traces = followTraces(result.traced, observer, seconds);
        try {
          await claim.commit(toCommit(result, traces));
        } catch (error) {
          traces.end(error);
          throw error;
        }
        traces.end();
        for (const [topic, offset] of result.resumeAt) committed.set(topic, offset);
      }
      observer.committed?.({ polled: entries.length, seconds: seconds(), result });
    }
  });
}

function toCommit(result: TaskResult, traces: Traces): Commit {
  const byTopic = new Map<string, Entry[]>();
  for (const o of result.outputs) {
    const entries = byTopic.get(o.topic);
    const { key, time, partition } = o;
    const trace = traces.of(o);
    const entry = {
      key,
      time,
      value: o.encode(),
      ...(partition !== undefined && { partition }),
      ...(trace !== undefined && { trace }),
    };
    if (entries === undefined) byTopic.set(o.topic, [entry]);
    else entries.push(entry);
  }
  return {
    outputs: [...byTopic].map(([to, entries]) => ({ topic: to, entries })),
    states: result.states,
    offsets: result.resumeAt,
  };
}
