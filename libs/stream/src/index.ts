export type { Broker, Claim, Commit, Entry, Group, Membership, StoredEntry } from "./broker.ts";
export { decodeEntry, type Malformed } from "./decode.ts";
export { runFoldStage, runWindowStage, type StageObserver } from "./host.ts";
export { partitionOf } from "./partition.ts";
export { output, type ClosedWindow, type FoldStage, type Output, type WindowStage } from "./stage.ts";
export type { TaskResult } from "./task.ts";
