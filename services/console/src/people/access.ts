import type { FastifyReply, FastifyRequest } from "fastify";
import type { Role } from "../schema/session.ts";
import type { Database } from "../store/database.ts";
import { LOCAL } from "./account.ts";
import { foreign, isForThisMachine } from "./origin.ts";
import { findSession, type Lifetime } from "./session.ts";
import { findToken, TOKEN_PREFIX } from "./token.ts";
import { mayAs, type Who } from "./who.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who sends the request; undefined if that is not known. */
    who: Who | undefined;
  }
}

export const SESSION_COOKIE = "presage_session";

export interface AccessOptions {
  readonly db: Database;
  /** Whether people have to log in; if not, everybody is admin. */
  readonly loginRequired: boolean;
  readonly sessions: Lifetime;
  readonly publicUrl: string | undefined;
  now(): number;
}

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Refuses what another site's page sent, and finds out who sends the rest: for `request.who`. */
export function guard(options: AccessOptions): Hook {
  const { loginRequired, publicUrl } = options;
  return async (request, reply) => {
    if (!loginRequired && !isForThisMachine(request))
      return refuse(
        reply,
        403,
        "host-refused",
        "Nobody has to log in here, so the console answers at localhost only.",
      );
    const why = foreign(request, publicUrl);
    if (why !== undefined)
      return refuse(reply, 403, "request-foreign", `The request is refused, since ${why}.`);
    request.who = await authenticate(request, options);
    return undefined;
  };
}

/** Who sends a request: by its token if it has one, else by its cookie. */
export async function authenticate(
  { headers, cookies }: Pick<FastifyRequest, "headers" | "cookies">,
  { db, loginRequired, sessions, now }: AccessOptions,
): Promise<Who | undefined> {
  const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "") ?? [];
  if (token !== undefined) return token.startsWith(TOKEN_PREFIX) ? findToken(db, token, now()) : undefined;
  if (!loginRequired) return { name: LOCAL, role: "admin" };
  const secret = cookies[SESSION_COOKIE];
  if (secret === undefined) return undefined;
  const person = await findSession(db, secret, sessions, now());
  return person === undefined ? undefined : { name: person.name, role: person.role };
}

/**
 * For `onRequest` or `preHandler` of a route: lets in only who has a role, or a greater one. Answers 401
 * `login-required` or 403 `role-too-small`. In `onRequest` nobody else's body is read at all.
 */
export function requires(role: Role): Hook {
  return async ({ who }, reply) => {
    if (who === undefined) return refuse(reply, 401, "login-required", "Log in first, or send a token.");
    if (!mayAs(who.role, role))
      return refuse(reply, 403, "role-too-small", `This takes the role ${role}; ${who.name} is ${who.role}.`);
    return undefined;
  };
}

/** Answers with a Problem. */
export const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply.code(status).send({ code, message });
