import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { Refusal, REFUSALS } from "../api/problem.ts";
import { User, UserChange, UserList, UserParams, UserRequest } from "../schema/people.ts";
import { type AccessOptions, requires, roleTooSmall, SESSION_COOKIE } from "./access.ts";
import { accountId, addUser, checkPassword, listUsers, removeUser, setPassword, setRole } from "./account.ts";
import { hashOf } from "./secret.ts";
import { listVisitors } from "./sessions.ts";
import { mayAs, type Who } from "./who.ts";

const tags = ["users"];
const NOBODY: Who = { name: "", role: "viewer" };
const NONE = Type.Null({ description: "done" });

/** Local users; all but the own password are for admins. */
export function userRoutes(plain: FastifyInstance, { db, sessions, now }: AccessOptions): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>();
  const onRequest = requires("admin");

  app.get(
    "/api/users",
    {
      onRequest,
      schema: {
        tags,
        summary: "All local users, and who else is logged in",
        response: { 200: UserList, ...REFUSALS },
      },
    },
    async () => ({ items: await listUsers(db), visitors: await listVisitors(db, sessions, now()) }),
  );

  app.post(
    "/api/users",
    {
      onRequest,
      schema: {
        tags,
        summary: "Add a local user",
        description: "409 `user-refused`: there is one of that name already.",
        body: UserRequest,
        response: { 201: User, ...REFUSALS },
      },
    },
    async ({ body, who }, reply) => {
      const user = await addUser(db, body, who?.name ?? "", now());
      return reply.code(201).send(user);
    },
  );

  app.patch(
    "/api/users/:name",
    {
      onRequest: requires("viewer"),
      schema: {
        tags,
        summary: "Change a local user's role or password",
        description:
          "Everybody may change the own password with `currentPassword`; the rest is for admins. 403 `password-wrong`: that is not the current one. 404 `user-unknown`. 409 `last-admin`: somebody must stay admin.",
        params: UserParams,
        body: UserChange,
        response: { 204: NONE, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const { role, password, currentPassword } = request.body;
      const { who = NOBODY } = request;
      const { name: by } = who;
      const isOwn = accountId(by) === accountId(name);
      if (!mayAs(who.role, "admin") && (!isOwn || role !== undefined)) throw roleTooSmall(who, "admin");
      // Who finds a browser that somebody else has left must not be able to keep him out.
      if (isOwn && password !== undefined) {
        const isRight = await checkPassword(db, name, currentPassword ?? "");
        if (isRight === undefined)
          throw new Refusal(403, "password-wrong", "currentPassword is not the current password.");
      }
      const secret = request.cookies[SESSION_COOKIE];
      if (role !== undefined) await setRole(db, name, role, by);
      if (password !== undefined)
        await setPassword(db, name, password, by, secret === undefined ? "" : hashOf(secret));
      return reply.code(204).send(null);
    },
  );

  app.delete(
    "/api/users/:name",
    {
      onRequest,
      schema: {
        tags,
        summary: "Remove a local user, who is then logged out",
        description: "404 `user-unknown`. 409 `last-admin`: somebody must stay admin.",
        params: UserParams,
        response: { 204: NONE, ...REFUSALS },
      },
    },
    async ({ params: { name }, who }, reply) => {
      await removeUser(db, name, who?.name ?? "");
      return reply.code(204).send(null);
    },
  );
}
