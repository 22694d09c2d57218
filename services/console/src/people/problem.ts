import { type ErrorCode, PresageError } from "@presage/contracts";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "./access.ts";

/** How an error that is nobody's fault is answered; its code is that of the program in small letters. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  USER_UNKNOWN: 404,
  USER_REFUSED: 409,
  TOKEN_REFUSED: 409,
  LAST_ADMIN: 409,
};

/** Answers with a Problem what was asked for wrongly or cannot be done. Anything else is a bug, for the app to report. */
export function answerProblem(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof PresageError) {
    const status = STATUS[error.code];
    if (status !== undefined)
      return refuse(reply, status, error.code.toLowerCase().replaceAll("_", "-"), error.message);
  }
  const { statusCode = 500, message } = error as Partial<FastifyError>;
  if (statusCode >= 500) throw error;
  return refuse(reply, statusCode, "request-invalid", message ?? "The request cannot be used.");
}
