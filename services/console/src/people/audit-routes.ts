import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { AuditPage, AuditQuery } from "../schema/people.ts";
import { Problem } from "../schema/session.ts";
import { type AccessOptions, requires } from "./access.ts";
import { readAudit } from "./audit.ts";

/** Who did what. For admins. */
export function auditRoutes(plain: FastifyInstance, { db }: AccessOptions): void {
  plain.withTypeProvider<TypeBoxTypeProvider>().get(
    "/api/audit",
    {
      onRequest: requires("admin"),
      schema: {
        tags: ["audit"],
        summary: "Who did what, newest first",
        querystring: AuditQuery,
        response: { 200: AuditPage, 400: Problem, 401: Problem, 403: Problem },
      },
    },
    async ({ query: { before, limit = 100 } }) => readAudit(db, { before, limit }),
  );
}
