import { describe, expect, it } from "vitest";
import { nameOf, type OidcSettings, roleOf } from "./claims.ts";

const SETTINGS: OidcSettings = {
  name: "sso",
  issuer: "https://login.example/realms/plant",
  clientId: "presage",
  scopes: ["openid"],
  nameClaim: "preferred_username",
  roleClaim: "groups",
  roles: { pdm: "engineer", it: "admin" },
};

describe("the name by a provider", () => {
  it("has the issuer's host unless it has an @, so it is never that of a local user", () => {
    expect(nameOf({ preferred_username: "anna" }, SETTINGS)).toBe("anna@login.example");
    expect(nameOf({ preferred_username: "anna@plant.example" }, SETTINGS)).toBe("anna@plant.example");
    expect(nameOf({ sub: "42" }, SETTINGS)).toBe("42@login.example");
    expect(nameOf({ preferred_username: " ", email: "a@b" }, SETTINGS)).toBe("a@b");
  });

  it("has nothing in it that cannot be seen, and is not endless", () => {
    expect(nameOf({ preferred_username: "an\u202ena\n@x" }, SETTINGS)).toBe("anna@x");
    expect(nameOf({ preferred_username: "a".repeat(10_000) }, SETTINGS)).toHaveLength(214);
  });
});

describe("the role by a provider", () => {
  it("is the greatest that one's groups give", () => {
    expect(roleOf({ groups: ["other", "pdm", "it"] }, SETTINGS)).toBe("admin");
    expect(roleOf({ groups: "pdm" }, SETTINGS)).toBe("engineer");
  });

  it("is the default one without any, or none", () => {
    expect(roleOf({ groups: ["other", 7, null] }, SETTINGS)).toBeUndefined();
    expect(roleOf({}, { ...SETTINGS, defaultRole: "viewer" })).toBe("viewer");
    expect(roleOf({ groups: ["constructor", "__proto__"] }, SETTINGS)).toBeUndefined();
  });

  it("may be further down, as Keycloak has it", () => {
    const nested = { ...SETTINGS, roleClaim: "realm_access.roles" };
    expect(roleOf({ realm_access: { roles: ["pdm"] } }, nested)).toBe("engineer");
    expect(roleOf({ realm_access: "pdm" }, nested)).toBeUndefined();
    const named = { ...SETTINGS, roleClaim: "https://presage.example/roles" };
    expect(roleOf({ "https://presage.example/roles": ["it"] }, named)).toBe("admin");
  });
});
