import Fastify, { type FastifyInstance, type InjectOptions, type LightMyRequestResponse } from "fastify";
import type { ConsoleSettings, Logger } from "@presage/service";
import { onTestFinished } from "vitest";
import { answerProblems } from "../api/problem.ts";
import { createValidator } from "../api/validator.ts";
import type { Role } from "../schema/session.ts";
import type { Database } from "../store/database.ts";
import { requires, SESSION_COOKIE } from "./access.ts";
import { accountId } from "./account.ts";
import { hashPassword } from "./password.ts";
import { people } from "./people.ts";

export const PASSWORD = "correct horse battery";
const HOUR = 3_600_000;

export interface Kit {
  readonly app: FastifyInstance;
  /** What was logged: level, message and fields. */
  readonly logged: string[];
  /** What time it is, epoch milliseconds. */
  readonly clock: { now: number };
  /** Sends a request, as whoever a cookie or token belongs to. */
  readonly send: (
    method: "GET" | "POST" | "PATCH" | "DELETE",
    url: string,
    body?: object,
    as?: { readonly cookie?: string; readonly token?: string; readonly headers?: Record<string, string> },
  ) => Promise<LightMyRequestResponse>;
  /** Logs a local user in and returns the cookie. */
  readonly logIn: (name: string, password?: string) => Promise<string>;
}

export interface KitOptions {
  readonly loginRequired?: boolean;
  readonly oidc?: ConsoleSettings["oidc"];
  readonly publicUrl?: string;
}

/** A console with people and one route for each role. */
export async function startPeople(db: Database, options: KitOptions = {}): Promise<Kit> {
  const { loginRequired = true, oidc, publicUrl } = options;
  const app = Fastify();
  app.setValidatorCompiler(createValidator());
  const logged: string[] = [];
  const clock = { now: 1_700_000_000_000 };
  const write = (fields: object, message: string): void =>
    void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log: Logger = { debug: write, info: write, warn: write, error: write };
  answerProblems(app, log);
  await people(app, {
    db,
    loginRequired,
    settings: {
      sessions: { idle: 12 * HOUR, longest: 168 * HOUR },
      ...(oidc !== undefined && { oidc }),
      ...(publicUrl !== undefined && { publicUrl }),
    },
    version: "1.2.3",
    log,
    now: () => clock.now,
  });
  for (const role of ["viewer", "engineer", "data-scientist", "admin"] as const)
    app.get(`/as/${role}`, { preHandler: requires(role) }, async ({ who }) => who);
  app.get("/api/forgotten", async () => "what a route says that does not ask who is asking");
  app.post("/change", { onRequest: requires("engineer") }, async () => ({ done: true }));
  onTestFinished(() => app.close());

  const send: Kit["send"] = (method, url, body, { cookie, token, headers } = {}) => {
    const request: InjectOptions = {
      method,
      url,
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { payload: body }),
      ...(cookie !== undefined && { cookies: { [SESSION_COOKIE]: cookie } }),
    };
    return app.inject(request);
  };
  const logIn: Kit["logIn"] = async (name, password = PASSWORD) => {
    const answer = await send("POST", "/api/session", { name, password });
    return answer.cookies.find((cookie) => cookie.name === SESSION_COOKIE)?.value ?? "";
  };
  return { app, logged, clock, send, logIn };
}

let hash: Promise<string> | undefined;

/** Adds a local user of each name, whose password is PASSWORD: hashed once, since that takes its time. */
export async function addUsers(db: Database, users: Readonly<Record<string, Role>>): Promise<void> {
  const password = await (hash ??= hashPassword(PASSWORD));
  const rows = Object.entries(users).map(([name, role]) => ({
    id: accountId(name),
    name,
    role,
    password,
    created_at: 0,
    seen_at: null,
  }));
  await db.insertInto("account").values(rows).execute();
}
