import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { REFUSALS } from "../api/problem.ts";
import { AuditPage, AuditQuery } from "../schema/people.ts";
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
        response: { 200: AuditPage, ...REFUSALS },
      },
    },
    async ({ query: { q, before, limit = 100 } }) => readAudit(db, { q, before, limit }),
  );
}
