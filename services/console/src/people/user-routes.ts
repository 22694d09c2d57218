import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { User, UserChange, UserList, UserParams, UserRequest } from "../schema/people.ts";
import { Problem } from "../schema/session.ts";
import { type AccessOptions, refuse, requires, SESSION_COOKIE } from "./access.ts";
import { accountId, addUser, checkPassword, listUsers, removeUser, setPassword, setRole } from "./account.ts";
import { hashOf } from "./secret.ts";
import { mayAs } from "./who.ts";

const tags = ["users"];
const REFUSALS = { 401: Problem, 403: Problem } as const;
const NONE = Type.Null({ description: "done" });

/** Local users; all but the own password are for admins. */
export function userRoutes(plain: FastifyInstance, { db, now }: AccessOptions): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>();
  const onRequest = requires("admin");

  app.get(
    "/api/users",
    { onRequest, schema: { tags, summary: "All local users", response: { 200: UserList, ...REFUSALS } } },
    async () => ({ items: await listUsers(db) }),
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
        response: { 201: User, 400: Problem, 409: Problem, 415: Problem, ...REFUSALS },
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
        response: { 204: NONE, 400: Problem, 404: Problem, 409: Problem, 415: Problem, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const { role, password, currentPassword } = request.body;
      const { name: by = "", role: may = "viewer" } = request.who ?? {};
      const isOwn = accountId(by) === accountId(name);
      if (!mayAs(may, "admin") && (!isOwn || role !== undefined))
        return refuse(reply, 403, "role-too-small", `This takes the role admin; ${by} is ${may}.`);
      // Who finds a browser that somebody else has left must not be able to keep him out.
      if (isOwn && password !== undefined) {
        const isRight = await checkPassword(db, name, currentPassword ?? "");
        if (isRight === undefined)
          return refuse(reply, 403, "password-wrong", "currentPassword is not the current password.");
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
        response: { 204: NONE, 400: Problem, 404: Problem, 409: Problem, ...REFUSALS },
      },
    },
    async ({ params: { name }, who }, reply) => {
      await removeUser(db, name, who?.name ?? "");
      return reply.code(204).send(null);
    },
  );
}
