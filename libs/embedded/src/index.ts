export {
  connectEmbedded,
  type EmbeddedBroker,
  type EmbeddedOptions,
  openEmbedded,
  type Shared,
} from "./broker.ts";
export { checkFile, isInUse, snapshotFile } from "./snapshot.ts";
