export type { Broker, Claim, Commit, Entry, Group, Membership, StoredEntry } from "./broker.ts";
export { decodeAll, type Malformed } from "./decode.ts";
export { foldTask } from "./fold-task.ts";
export { OFFSET_STRIDE, runFoldStage, runWindowStage, type StageObserver } from "./host.ts";
export { partitionOf } from "./partition.ts";
export { output, type ClosedWindow, type FoldStage, type Output, type WindowStage } from "./stage.ts";
export type { Task, TaskResult } from "./task.ts";
export type { TracedStep } from "./traces.ts";
export { windowTask } from "./window-task.ts";
