import { type Role, ROLES } from "../schema/session.ts";

/** Who does something: a local user, `name@provider`, `token/name`, or `local` where nobody has to log in. */
export interface Who {
  readonly name: string;
  readonly role: Role;
}

/** Whether one who has a role may do what another role may: each may what the ones before it may. */
export const mayAs = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

/** The greatest of some roles. */
export const greatest = (roles: readonly Role[]): Role | undefined =>
  ROLES.findLast((role) => roles.includes(role));
