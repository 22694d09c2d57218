export type { Broker, Claim, Commit, Entry, Group, Membership, StoredEntry } from "./broker.ts";
export { partitionOf } from "./partition.ts";
