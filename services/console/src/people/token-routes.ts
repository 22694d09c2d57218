import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { Refusal, REFUSALS } from "../api/problem.ts";
import { NewToken, TokenList, TokenParams, TokenRequest } from "../schema/people.ts";
import { type AccessOptions, requires } from "./access.ts";
import { createToken, listTokens, revokeToken } from "./token.ts";

const tags = ["tokens"];

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
        response: { 201: NewToken, ...REFUSALS },
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
        response: { 204: Type.Null({ description: "done" }), ...REFUSALS },
      },
    },
    async ({ params: { id }, who }, reply) => {
      const wasThere = await revokeToken(db, id, who?.name ?? "");
      if (!wasThere) throw new Refusal(404, "token-unknown", "There is no such token.");
      return reply.code(204).send(null);
    },
  );
}
