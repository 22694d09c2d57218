import type { Broker, Claim, Commit, Entry, Membership } from "./broker.ts";
import { foldTask } from "./fold-task.ts";
import type { FoldStage, WindowStage } from "./stage.ts";
import type { Task, TaskResult } from "./task.ts";
import { windowTask } from "./window-task.ts";

/** What the host tells about its work, for metrics and logs. */
export interface StageObserver {
  /** A partition was claimed: the log is in reach. */
  claimed?(): void;
  /** A poll was worked on; its results, if it had any, are committed. */
  committed?(event: { readonly polled: number; readonly seconds: number; readonly result: TaskResult }): void;
  /** The broker failed; the group goes on by itself as soon as it can. */
  failed?(error: Error): void;
}

/** Commit a bare offset only when it saves a restart this many entries. */
const OFFSET_STRIDE = 2_000;

/** Runs a window stage on every partition the group gives to this process. */
export function runWindowStage<V, S>(
  broker: Broker,
  stage: WindowStage<V, S>,
  observer: StageObserver = {},
): Promise<Membership> {
  return run(broker, stage.name, stage.input.topic, observer, (claim) => windowTask(stage, claim.states));
}

/** Runs a fold stage on every partition the group gives to this process. */
export function runFoldStage<V, P, S>(
  broker: Broker,
  stage: FoldStage<V, P, S>,
  observer: StageObserver = {},
): Promise<Membership> {
  return run(broker, stage.name, stage.input.topic, observer, (claim) => foldTask(stage, claim.states));
}

function run(
  broker: Broker,
  name: string,
  topic: string,
  observer: StageObserver,
  open: (claim: Claim) => Task,
): Promise<Membership> {
  const group = { name, topics: [topic], onError: (error: Error) => observer.failed?.(error) };
  return broker.join(group, async (claim) => {
    observer.claimed?.();
    const task = open(claim);
    let committed = claim.offsets.get(topic) ?? 0;
    while (!claim.signal.aborted) {
      const entries = await claim.poll();
      if (entries.length === 0) continue;
      const begin = performance.now();
      const result = await task(entries);
      const changed = result.outputs.length > 0 || result.states.size > 0;
      if (changed || result.resumeAt - committed >= OFFSET_STRIDE) {
        await claim.commit(toCommit(topic, result));
        committed = result.resumeAt;
      }
      observer.committed?.({ polled: entries.length, seconds: (performance.now() - begin) / 1e3, result });
    }
  });
}

function toCommit(topic: string, result: TaskResult): Commit {
  const byTopic = new Map<string, Entry[]>();
  for (const o of result.outputs) {
    const entries = byTopic.get(o.topic);
    const entry = { key: o.key, time: o.time, value: o.encode() };
    if (entries === undefined) byTopic.set(o.topic, [entry]);
    else entries.push(entry);
  }
  return {
    outputs: [...byTopic].map(([to, entries]) => ({ topic: to, entries })),
    states: result.states,
    offsets: new Map([[topic, result.resumeAt]]),
  };
}
