import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { Refusal, REFUSALS } from "../api/problem.ts";
import { LoginRequest } from "../schema/people.ts";
import { Problem, Session } from "../schema/session.ts";
import { type AccessOptions, isSecure, SESSION_COOKIE } from "./access.ts";
import { accountId, checkPassword } from "./account.ts";
import { createAttempts } from "./attempts.ts";
import { audit } from "./audit.ts";
import { createFailedLogins, knownName } from "./failed-logins.ts";
import { beginSession, endSession, type Person } from "./session.ts";
import type { Who } from "./who.ts";

export interface SessionOptions extends AccessOptions {
  readonly version: string;
  /** Name of the provider to log in with, if there is one. */
  readonly provider: string | undefined;
}

/** Wrong passwords for one user from one address. Not for an address alone: behind a proxy all have the same. */
const LIMITS = { free: 5, first: 1_000, longest: 900_000 };
/** Each takes 32 MiB and a tenth of a second of a core. */
const MOST_CHECKS = 16;

const tags = ["session"];

/** Who one is, logging in with a password, logging out. */
export function sessionRoutes(plain: FastifyInstance, options: SessionOptions): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>();
  const { db, loginRequired, version, provider, now } = options;
  const attempts = createAttempts(LIMITS);
  const failedLogin = createFailedLogins(db);
  let checks = 0;

  const sessionOf = (who: Who | undefined): Session => ({
    version,
    ...(who !== undefined && { user: { name: who.name, role: who.role } }),
    login: { required: loginRequired, ...(provider !== undefined && { oidc: provider }) },
  });

  app.get(
    "/api/session",
    {
      config: { public: true },
      schema: {
        tags,
        summary: "Who one is, and how to log in",
        response: { 200: Session, ...REFUSALS },
      },
    },
    async ({ who }) => sessionOf(who),
  );

  app.post(
    "/api/session",
    {
      config: { public: true },
      schema: {
        tags,
        summary: "Log in",
        description:
          "401 `login-failed`: name or password is wrong. 429 `too-many-attempts`: they were too often; `retry-after` says when to try again.",
        body: LoginRequest,
        response: { 200: Session, ...REFUSALS, 429: Problem },
      },
    },
    async (request, reply) => {
      const { name, password } = request.body;
      const { ip: address } = request;
      const key = `${accountId(name)} ${address}`;
      const wait = attempts.wait(key, now());
      if (wait > 0 || checks >= MOST_CHECKS) {
        const seconds = Math.max(1, Math.ceil(wait / 1e3));
        void reply.header("retry-after", seconds);
        throw new Refusal(429, "too-many-attempts", `Too many attempts: try again in ${seconds} s.`);
      }
      attempts.begin(key, now());
      checks++;
      const user = await checkPassword(db, name, password).finally(() => checks--);
      if (user === undefined) {
        await failedLogin({ name: await knownName(db, name), address, via: "password" }, now());
        throw new Refusal(401, "login-failed", "Name or password is wrong.");
      }
      attempts.succeed(key);
      await logIn(request, reply, options, { ...user, account: user.id }, "password");
      return sessionOf(user);
    },
  );

  app.delete(
    "/api/session",
    {
      config: { public: true },
      schema: {
        tags,
        summary: "Log out",
        response: { 204: Type.Null({ description: "logged out, or was not logged in" }), ...REFUSALS },
      },
    },
    async (request, reply) => {
      const secret = request.cookies[SESSION_COOKIE];
      if (secret !== undefined) await endSession(db, secret);
      if (secret !== undefined && loginRequired && request.who !== undefined)
        await audit(db, { by: request.who.name, action: "logout", target: request.who.name }, now());
      return reply.clearCookie(SESSION_COOKIE, { path: "/" }).code(204).send(null);
    },
  );
}

/** Begins a session for who has proved who he is, and gives the browser its cookie. */
export async function logIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { db, sessions, publicUrl, now }: AccessOptions,
  person: Person,
  via: "password" | "oidc",
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  // What is logged in already is another session, which nobody will use any more.
  const before = request.cookies[SESSION_COOKIE];
  if (before !== undefined) await endSession(db, before);
  const secret = await beginSession(db, person, now());
  const { name, role } = person;
  const detail = { via, role, address: request.ip, ...more };
  await audit(db, { by: name, action: "login", target: name, detail }, now());
  void reply.setCookie(SESSION_COOKIE, secret, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: isSecure(request, publicUrl),
    maxAge: sessions.longest / 1e3,
  });
}
