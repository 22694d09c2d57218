import type { FastifyRequest } from "fastify";

/** Who it is that sends a request, as it is written down. */
export const nameOf = ({ who }: Pick<FastifyRequest, "who">): string => who?.name ?? "local";
