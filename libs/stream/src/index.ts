export type { Broker, Claim, Commit, Entry, Group, Membership, StoredEntry } from "./broker.ts";
export { partitionOf } from "./partition.ts";
export { output, type ClosedWindow, type FoldStage, type Output, type WindowStage } from "./stage.ts";
