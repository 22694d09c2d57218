import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { NewToken, TokenList, TokenParams, TokenRequest } from "../schema/people.ts";
import { Problem } from "../schema/session.ts";
import { type AccessOptions, refuse, requires } from "./access.ts";
import { createToken, listTokens, revokeToken } from "./token.ts";

const tags = ["tokens"];
const REFUSALS = { 401: Problem, 403: Problem } as const;

/** Tokens, with which programs use the interface: `authorization: Bearer prs_…`. For admins. */
export function tokenRoutes(plain: FastifyInstance, { db, now }: AccessOptions): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>();
  const onRequest = requires("admin");

  app.get(
    "/api/tokens",
    { onRequest, schema: { tags, summary: "All tokens", response: { 200: TokenList, ...REFUSALS } } },
    async () => ({ items: await listTokens(db) }),
  );

  app.post(
    "/api/tokens",
    {
      onRequest,
      schema: {
        tags,
        summary: "Make a token",
        description:
          "The token is in the answer and is never shown again. 409 `token-refused`: the name is taken.",
        body: TokenRequest,
        response: { 201: NewToken, 400: Problem, 409: Problem, 415: Problem, ...REFUSALS },
      },
    },
    async ({ body, who }, reply) => {
      const token = await createToken(db, body, who?.name ?? "", now());
      return reply.code(201).send(token);
    },
  );

  app.delete(
    "/api/tokens/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "Revoke a token",
        description: "404 `token-unknown`.",
        params: TokenParams,
        response: { 204: Type.Null({ description: "done" }), 400: Problem, 404: Problem, ...REFUSALS },
      },
    },
    async ({ params: { id }, who }, reply) => {
      const done = await revokeToken(db, id, who?.name ?? "");
      return done
        ? reply.code(204).send(null)
        : refuse(reply, 404, "token-unknown", "There is no such token.");
    },
  );
}
