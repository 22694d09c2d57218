import cookie from "@fastify/cookie";
import { type Config, type ConsoleSettings, isLoopback, type Logger } from "@presage/service";
import type { FastifyInstance } from "fastify";
import type { Database } from "../store/database.ts";
import { type AccessOptions, guard } from "./access.ts";
import { addFirstUser } from "./account.ts";
import { auditRoutes } from "./audit-routes.ts";
import { asRefusal } from "./problem.ts";
import { sessionRoutes } from "./session-routes.ts";
import { sessionsRoutes } from "./sessions-routes.ts";
import { tokenRoutes } from "./token-routes.ts";
import { userRoutes } from "./user-routes.ts";

export interface PeopleOptions {
  readonly db: Database;
  /** Whether people have to log in; see `isLoginRequired`. */
  readonly loginRequired: boolean;
  readonly settings: Pick<ConsoleSettings, "sessions" | "oidc" | "publicUrl">;
  readonly version: string;
  readonly log: Logger;
  readonly now?: () => number;
}

/**
 * Whether people have to log in.
 * @param inOneProcess whether the whole pipeline runs in this process, as with `presage up`
 */
export const isLoginRequired = ({ console: { login }, http }: Config, inOneProcess: boolean): boolean =>
  login === "required" || (login === "auto" && !(inOneProcess && isLoopback(http.host)));

/**
 * Finds out who sends each request of an app, for `request.who` and `requires`, and adds the routes for logging in,
 * users, tokens and the audit. To be called before any other routes are added. Where people have to log in and there is
 * no user yet, one is added, and its password logged this once.
 */
export async function people(
  app: FastifyInstance,
  { db, loginRequired, settings, version, log, now = Date.now }: PeopleOptions,
): Promise<void> {
  const { sessions, oidc, publicUrl } = settings;
  const access: AccessOptions = { db, loginRequired, sessions, publicUrl, now };
  if (loginRequired) {
    const first = await addFirstUser(db);
    if (first !== undefined)
      log.warn(
        {},
        `there was no user yet: log in as ${first.name} with ${first.password} and change it; it is not shown again`,
      );
  }
  await app.register(cookie);
  app.decorateRequest("who", undefined);
  app.addHook("onRequest", guard(access));
  await app.register(async (scope) => {
    scope.setErrorHandler((error) => {
      throw asRefusal(error);
    });
    sessionRoutes(scope, { ...access, version, provider: oidc?.name });
    sessionsRoutes(scope, access);
    userRoutes(scope, access);
    tokenRoutes(scope, access);
    auditRoutes(scope, access);
    if (oidc !== undefined) {
      // Only now: most have no provider.
      const [{ oidcRoutes }, { openProvider }] = await Promise.all([
        import("./oidc-routes.ts"),
        import("./oidc.ts"),
      ]);
      oidcRoutes(scope, access, openProvider(oidc), log);
    }
  });
}
