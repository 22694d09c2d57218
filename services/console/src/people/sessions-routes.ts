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
    async ({ who, cookies, headers }) => ({
      items: await listSessions(db, nameOf(who), currentOf({ cookies, headers }), sessions, now()),
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
    async ({ who, query, cookies, headers }) => {
      const by = nameOf(who);
      const { user = by } = query;
      if (who !== undefined && user !== by && !mayAs(who.role, "admin")) throw roleTooSmall(who, "admin");
      return { ended: await endSessions(db, user, by, currentOf({ cookies, headers }), now()) };
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
    async ({ who, params: { id } }, reply) => {
      const name = nameOf(who);
      const wasThere = await endOneSession(db, name, id, name, now());
      if (!wasThere) throw new Refusal(404, "session-unknown", "There is no such log-in any more.");
      return reply.code(204).send(null);
    },
  );
}

const nameOf = (who: Who | undefined): string => who?.name ?? "";

/** Hash of the session that asks; of none if it asks with a token. */
function currentOf({ cookies, headers }: Pick<FastifyRequest, "cookies" | "headers">): string {
  const secret = cookies[SESSION_COOKIE];
  return secret === undefined || headers.authorization !== undefined ? "" : hashOf(secret);
}
