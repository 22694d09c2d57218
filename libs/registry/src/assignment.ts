import { type ModelReference, PresageError } from "@presage/contracts";

/** Which models are live for a class of assets, since when, and who said so. */
export interface Assignment {
  /** Counts up from 1, without a gap. */
  readonly revision: number;
  /** Its scores make events. */
  readonly champion: ModelReference;
  /** The champion before it, to go back to. */
  readonly previous: ModelReference;
  readonly action: "promote" | "rollback";
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly comment?: string;
}

export type NewAssignment = Omit<Assignment, "revision">;

/** Who does something, when and why. */
export interface Act {
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly comment?: string;
}

/** A model becomes champion; the one that is live is kept to go back to. Null if it is live already. */
export const promote = (live: ModelReference, model: ModelReference, act: Act): NewAssignment | null =>
  live.digest === model.digest ? null : { champion: model, previous: live, action: "promote", ...act };

/** Back to the champion before the last one; once more, and the last one is back. */
export const rollback = ({ champion, previous }: Assignment, act: Act): NewAssignment => ({
  champion: previous,
  previous: champion,
  action: "rollback",
  ...act,
});

/** What `assign` throws of one who has not seen the last assignment. */
export const conflict = (assetClass: string, cause?: unknown): PresageError =>
  new PresageError(
    "REGISTRY_CONFLICT",
    `the models of ${assetClass} were changed by somebody else meanwhile`,
    cause,
  );
