import { type Static, Type } from "@sinclair/typebox";

/** What one may do: each may what the one before may. */
export const ROLES = ["viewer", "engineer", "data-scientist", "admin"] as const;
export const Role = Type.Unsafe<(typeof ROLES)[number]>({ type: "string", enum: [...ROLES] });
export type Role = Static<typeof Role>;

export const Session = Type.Object({
  version: Type.String(),
  user: Type.Optional(Type.Object({ name: Type.String(), role: Role })),
  login: Type.Object({
    required: Type.Boolean({ description: "false: everybody on this machine is admin" }),
    oidc: Type.Optional(
      Type.String({ description: "name of the provider to log in with, at /api/login/oidc" }),
    ),
  }),
});
export type Session = Static<typeof Session>;

export const Problem = Type.Object(
  {
    code: Type.String({ description: "stable" }),
    message: Type.String({ description: "for people" }),
  },
  { description: "why not" },
);
export type Problem = Static<typeof Problem>;
