import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { Logger } from "@presage/service";
import { Type } from "@sinclair/typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { REFUSALS } from "../api/problem.ts";
import { type AccessOptions, isSecure } from "./access.ts";
import { createFailedLogins } from "./failed-logins.ts";
import type { Provider, Visitor } from "./oidc.ts";
import { logIn } from "./session-routes.ts";

const TICKET_COOKIE = "presage_login";
const PATH = "/api/login/oidc";
const TEN_MINUTES_S = 600;

const tags = ["session"];
const Redirect = Type.Null({ description: "goes on elsewhere" });

/** Logging in with a provider: there, and back. What does not work out ends at `/?problem=` with a code. */
export function oidcRoutes(
  plain: FastifyInstance,
  access: AccessOptions,
  provider: Provider,
  log: Logger,
): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>();
  const { db, publicUrl, now } = access;
  const failedLogin = createFailedLogins(db);
  const originOf = ({ protocol, headers }: FastifyRequest): string =>
    publicUrl ?? new URL(`${protocol}://${headers.host ?? "localhost"}`).origin;

  app.get(
    PATH,
    {
      config: { public: true },
      schema: {
        tags,
        summary: "Log in with the provider",
        querystring: Type.Object({
          to: Type.Optional(
            Type.String({ maxLength: 2_000, description: "path to come back to; default /" }),
          ),
        }),
        response: { 302: Redirect, ...REFUSALS },
      },
    },
    async (request, reply) => {
      try {
        const { url, ticket } = await provider.begin(`${originOf(request)}${PATH}/callback`);
        const value = `${ticket}.${Buffer.from(localPath(request.query.to)).toString("base64url")}`;
        return reply
          .setCookie(TICKET_COOKIE, value, {
            path: PATH,
            httpOnly: true,
            sameSite: "lax",
            secure: isSecure(request, publicUrl),
            maxAge: TEN_MINUTES_S,
          })
          .redirect(url);
      } catch (error) {
        log.error({ error }, "the provider for logging in cannot be used");
        return reply.redirect("/?problem=provider-unreachable");
      }
    },
  );

  app.get(
    `${PATH}/callback`,
    {
      config: { public: true },
      schema: {
        tags,
        summary: "Where the provider sends people back to",
        description:
          "Goes on to `/?problem=login-failed` if it is not who was sent there, to `/?problem=role-missing` if the provider gives no role.",
        response: { 302: Redirect, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const [ticket = "", to = ""] = (request.cookies[TICKET_COOKIE] ?? "").split(".");
      void reply.clearCookie(TICKET_COOKIE, { path: PATH });
      let visitor: Visitor;
      try {
        visitor = await provider.finish(new URL(request.url, originOf(request)), ticket);
      } catch (error) {
        log.warn({ error }, "somebody could not log in with the provider");
        await failedLogin({ name: undefined, address: request.ip, via: "oidc" }, now());
        return reply.redirect("/?problem=login-failed");
      }
      const { name, role, subject } = visitor;
      if (role === undefined) {
        await failedLogin({ name, address: request.ip, via: "oidc", why: "no role" }, now());
        return reply.redirect("/?problem=role-missing");
      }
      await logIn(request, reply, access, { name, role, account: null }, "oidc", { subject });
      return reply.redirect(localPath(Buffer.from(to, "base64url").toString()));
    },
  );
}

/** A path of this console, whatever somebody put into a link. */
function localPath(to: string | undefined): string {
  const here = "http://here.invalid";
  if (to === undefined || !to.startsWith("/") || !URL.canParse(to, here)) return "/";
  const { origin, pathname, search, hash } = new URL(to, here);
  return origin === here && !pathname.startsWith("//") ? `${pathname}${search}${hash}` : "/";
}
