import { type ModelReference, PresageError } from "@presage/contracts";

/** Models of a class of assets, by what they are for. */
export interface Roles {
  /** Its scores make events. */
  readonly champion: ModelReference;
  /** The champion before it, to go back to. */
  readonly previous?: ModelReference;
  /** Scored on the same windows as the champion, in shadow, to be compared with it. */
  readonly challenger?: ModelReference;
}

/** Who does something, when and why. */
export interface Act {
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly comment?: string;
}

/** Which models a class of assets has, since when, and who said so. */
export interface Assignment extends Roles, Act {
  /** Counts up from 1, without a gap. */
  readonly revision: number;
  readonly action: "promote" | "rollback" | "shadow" | "withdraw";
}

export type NewAssignment = Omit<Assignment, "revision">;

/** A model becomes champion; the one that is live is kept to go back to. Null if it is live already. */
export function promote(
  { champion, challenger }: Roles,
  model: ModelReference,
  act: Act,
): NewAssignment | null {
  return isSame(champion, model)
    ? null
    : assignment({ champion: model, previous: champion, challenger }, "promote", act);
}

/** Back to the champion before the last one; once more, and the last one is back. Null if there was none before. */
export function rollback({ champion, previous, challenger }: Roles, act: Act): NewAssignment | null {
  return previous === undefined
    ? null
    : assignment({ champion: previous, previous: champion, challenger }, "rollback", act);
}

/** A model becomes the challenger, instead of another one if there is. Null if it is the challenger or the champion already. */
export function shadow(roles: Roles, model: ModelReference, act: Act): NewAssignment | null {
  return isSame(roles.champion, model) || isSame(roles.challenger, model)
    ? null
    : assignment({ ...roles, challenger: model }, "shadow", act);
}

/** No challenger any more. Null if there is none. */
export function withdraw({ champion, previous, challenger }: Roles, act: Act): NewAssignment | null {
  return challenger === undefined ? null : assignment({ champion, previous }, "withdraw", act);
}

const isSame = (a: ModelReference | undefined, b: ModelReference): boolean => a?.digest === b.digest;

interface MaybeRoles {
  readonly champion: ModelReference;
  readonly previous?: ModelReference | undefined;
  readonly challenger?: ModelReference | undefined;
}

/** Only what is there: an assignment is kept as JSON. A champion needs no comparison with itself. */
function assignment(
  { champion, previous, challenger }: MaybeRoles,
  action: Assignment["action"],
  act: Act,
): NewAssignment {
  return {
    champion,
    ...(previous !== undefined && { previous }),
    ...(challenger !== undefined && !isSame(challenger, champion) && { challenger }),
    action,
    ...act,
  };
}

/** What `assign` throws of one who has not seen the last assignment. */
export const conflict = (assetClass: string, cause?: unknown): PresageError =>
  new PresageError(
    "REGISTRY_CONFLICT",
    `the models of ${assetClass} were changed by somebody else meanwhile`,
    cause,
  );
