import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../api/problem.ts";
import type { Role } from "../schema/session.ts";
import { type Database, storeError } from "../store/database.ts";
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
  interface FastifyContextConfig {
    /** Whether a route below `/api` answers everybody; default false. */
    readonly public?: boolean;
  }
}

export const SESSION_COOKIE = "presage_session";

export interface AccessOptions {
  readonly db: Database;
  /** Whether people have to log in; if not, everybody is admin. */
  readonly loginRequired: boolean;
  readonly sessions: Lifetime;
  readonly publicUrl: string | undefined;
  readonly now: () => number;
}

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** No other page may show this one and have people click in it, take it for something else, or learn where they were. */
const HEADERS = {
  "content-security-policy": "frame-ancestors 'none'",
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "same-origin",
};

/** Browsers come over TLS only from now on, for a year. */
const HSTS = "max-age=31536000";

/** Whether the browser speaks TLS to us, or to a proxy before us. */
export const isSecure = ({ protocol }: FastifyRequest, publicUrl: string | undefined): boolean =>
  protocol === "https" || (publicUrl ?? "").startsWith("https:");

/**
 * Finds out who sends a request, for `request.who`. Refuses what another site's page sent, and below `/api` everybody who
 * is not known, but for routes that are `public`.
 */
export function guard(options: AccessOptions): Hook {
  const { loginRequired, publicUrl } = options;
  return async (request, reply) => {
    void reply.headers(HEADERS);
    if (isSecure(request, publicUrl)) void reply.header("strict-transport-security", HSTS);
    if (!loginRequired && !isForThisMachine(request))
      throw new Refusal(
        403,
        "host-refused",
        "Nobody has to log in here, so the console answers at localhost only.",
      );
    const why = foreign(request, publicUrl);
    if (why !== undefined) throw new Refusal(403, "request-foreign", `The request is refused, since ${why}.`);
    request.who = await authenticate(request, options).catch((error: unknown) => {
      throw storeError(error);
    });
    const { url = "", config } = request.routeOptions;
    if (!url.startsWith("/api/")) return;
    void reply.header("cache-control", "no-store");
    if (request.who === undefined && config.public !== true) throw loginRequiredProblem();
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
  return async ({ who }) => {
    if (who === undefined) throw loginRequiredProblem();
    if (!mayAs(who.role, role)) throw roleTooSmall(who, role);
  };
}

const loginRequiredProblem = (): Refusal =>
  new Refusal(401, "login-required", "Log in first, or send a token.");

export const roleTooSmall = (who: Who, needed: Role): Refusal =>
  new Refusal(403, "role-too-small", `This takes the role ${needed}; ${who.name} is ${who.role}.`);
