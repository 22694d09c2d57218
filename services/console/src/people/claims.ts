import type { ConsoleSettings } from "@presage/service";
import type { Role } from "../schema/session.ts";
import { greatest } from "./who.ts";

export type OidcSettings = NonNullable<ConsoleSettings["oidc"]>;
export type Claims = Readonly<Record<string, unknown>>;

const MOST_CHARACTERS = 200;

/**
 * What somebody is called by a provider's claims. It always has an `@`, and so is never the name of a local user: that
 * of the issuer is added where the claim has none.
 */
export function nameOf(claims: Claims, { nameClaim, issuer }: OidcSettings): string {
  const said = [claims[nameClaim], claims["email"], claims["sub"]];
  const found = said.find((value): value is string => typeof value === "string" && value.trim() !== "");
  // Names are shown and logged: nothing that is not seen may be in them.
  const name = (found ?? "somebody").replaceAll(/\p{C}/gu, "").trim().slice(0, MOST_CHARACTERS);
  return name.includes("@") ? name : `${name}@${new URL(issuer).hostname}`;
}

/** The greatest role that a provider's claims give; else the default one; undefined: may not log in. */
export function roleOf(claims: Claims, { roleClaim, roles, defaultRole }: OidcSettings): Role | undefined {
  const value = Object.hasOwn(claims, roleClaim) ? claims[roleClaim] : nested(claims, roleClaim.split("."));
  const values = Array.isArray(value) ? value : [value];
  const given = values.flatMap((each) => {
    const role = typeof each === "string" && Object.hasOwn(roles, each) ? roles[each] : undefined;
    return role === undefined ? [] : [role];
  });
  return greatest(given) ?? defaultRole;
}

/** `realm_access.roles`, as Keycloak has them. */
const nested = (claims: Claims, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    claims,
  );
