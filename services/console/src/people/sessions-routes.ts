import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal, REFUSALS } from "../api/problem.ts";
import { SessionList, SessionParams, SessionQuery, SessionsEnded } from "../schema/people.ts";
import { type AccessOptions, requires, roleTooSmall, SESSION_COOKIE } from "./access.ts";
import { hashOf } from "./secret.ts";
import { endOneSession, endSessions, listSessions } from "./sessions.ts";
import { mayAs, type Who } from "./who.ts";

const tags = ["session"];

/** Where one is logged in, and how to end that. */
export function sessionsRoutes(plain: FastifyInstance, { db, sessions, now }: AccessOptions): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>();
  const onRequest = requires("viewer");

  app.get(
    "/api/sessions",
    {
      onRequest,
      schema: { tags, summary: "Where one is logged in", response: { 200: SessionList, ...REFUSALS } },
    },
    async (request) => ({
      items: await listSessions(db, nameOf(request.who), currentOf(request), sessions, now()),
    }),
  );

  app.delete(
    "/api/sessions",
    {
      onRequest,
      schema: {
        tags,
        summary: "End all of somebody's log-ins but the one that asks",
        querystring: SessionQuery,
        response: { 200: SessionsEnded, ...REFUSALS },
      },
    },
    async (request) => {
      const by = nameOf(request.who);
      const { user = by } = request.query;
      if (request.who !== undefined && user !== by && !mayAs(request.who.role, "admin"))
        throw roleTooSmall(request.who, "admin");
      return { ended: await endSessions(db, user, by, currentOf(request), now()) };
    },
  );

  app.delete(
    "/api/sessions/:id",
    {
      onRequest,
      schema: {
        tags,
        summary: "End one of one's own log-ins",
        description: "404 `session-unknown`: there is none, or it is over, or somebody else's.",
        params: SessionParams,
        response: { 204: Type.Null({ description: "done" }), ...REFUSALS },
      },
    },
    async (request, reply) => {
      const name = nameOf(request.who);
      const wasThere = await endOneSession(db, name, request.params.id, name, now());
      if (!wasThere) throw new Refusal(404, "session-unknown", "There is no such log-in any more.");
      return reply.code(204).send(null);
    },
  );
}

const nameOf = (who: Who | undefined): string => who?.name ?? "";

/** Hash of the session that asks; of none if it asks with a token. */
function currentOf({ cookies, headers }: FastifyRequest): string {
  const secret = cookies[SESSION_COOKIE];
  return secret === undefined || headers.authorization !== undefined ? "" : hashOf(secret);
}
