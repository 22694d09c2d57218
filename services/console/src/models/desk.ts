import type { ModelName, ModelAssignment, ModelPackage, AssignmentAnswer } from "../schema/model.ts";
import type { ModelComparison } from "../schema/comparison.ts";

/** What the registry says of a class of assets. */
export interface ClassModels {
  readonly class: string;
  /** The package that is live as long as nothing was assigned. */
  readonly configured: ModelName;
  /** What was assigned, oldest first; those that are long ago may be forgotten. */
  readonly history: readonly ModelAssignment[];
}

/** Which models to compare, and by which windows. */
export interface CompareQuestion {
  readonly champion: ModelName;
  readonly challenger: ModelName;
  /** Only windows that begin in [from, to), epoch milliseconds. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** What somebody wants to be done with the models of a class of assets. */
export interface ModelOrder {
  readonly assetClass: string;
  readonly action: ModelAssignment["action"];
  /** Digest of the model to promote or to put into shadow. */
  readonly model?: string | undefined;
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly comment?: string | undefined;
  readonly force?: boolean | undefined;
  readonly revision?: number | undefined;
}

/** The port to the models: the registry, the packages in it, and how they did by what the log holds. */
export interface ModelDesk {
  /** Stability index over chance that is worth a warning, and from which a model is taken back; 0: never. */
  readonly drift: { readonly notable: number; readonly limit: number };
  /** Throws `REGISTRY_UNREACHABLE`. */
  classes(): Promise<readonly ClassModels[]>;
  /** Those of the registry, and the configured one. */
  packages(): Promise<readonly ModelPackage[]>;
  /** Reads the log, which takes a while; one at a time is enough. `onRead` is told how many predictions were read. */
  compare(question: CompareQuestion, onRead: (count: number) => void): Promise<ModelComparison>;
  /**
   * Throws `MODEL_WORSE` of a promotion without force of a model that did worse in shadow, `REGISTRY_CONFLICT` if somebody else was first,
   * and `REGISTRY_UNKNOWN` if there is no such model, or nothing to go back to.
   */
  assign(order: ModelOrder): Promise<AssignmentAnswer>;
  close(): Promise<void>;
}
