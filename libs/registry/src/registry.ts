import type { ModelReference } from "@presage/contracts";
import type { Assignment, NewAssignment } from "./assignment.ts";

/** Keeps model packages, and which of them are live. */
export interface Registry {
  /** Stores a package's files, by name. One that is there already stays as it is. */
  push(files: ReadonlyMap<string, Uint8Array>, reference: ModelReference): Promise<void>;
  /** Every package that was pushed, by name, version and digest. */
  list(): Promise<ModelReference[]>;
  /** A folder of the package with this digest, to read only. Throws `REGISTRY_UNKNOWN` if it was never pushed. */
  fetch(digest: string): Promise<string>;
  /** The last assignment to a class of assets, which holds; undefined if there is none. */
  current(assetClass: string): Promise<Assignment | undefined>;
  /** What was assigned to a class of assets, oldest first; those that are long ago may be forgotten. */
  history(assetClass: string): Promise<Assignment[]>;
  /**
   * Assigns models to a class of assets, if its last assignment is still `revision` (0: none). Either nothing happens or all of it, and
   * of several at the same time one succeeds. Throws `REGISTRY_CONFLICT` if not.
   */
  assign(assetClass: string, revision: number, next: NewAssignment): Promise<Assignment>;
  close(): Promise<void>;
}
