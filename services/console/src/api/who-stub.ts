import type { FastifyRequest } from "fastify";
import type { Role } from "../schema/session.ts";

declare module "fastify" {
  interface FastifyRequest {
    who: { readonly name: string; readonly role: Role } | undefined;
  }
}
export const nameOf = ({ who }: Pick<FastifyRequest, "who">): string => who?.name ?? "local";
