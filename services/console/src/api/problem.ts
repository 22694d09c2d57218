import type { Logger } from "@presage/service";
import type { FastifyInstance } from "fastify";
import { type ErrorCode, hasCode, isLogAway, PresageError } from "@presage/contracts";
import { Type } from "@sinclair/typebox";
import { Problem } from "../schema/session.ts";

/** Why a request is not answered as was asked: a status, a stable code, and a sentence for people. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

export const notFound = (what: string): Refusal => new Refusal(404, "not-found", `There is no ${what}.`);

/** What any route may answer instead; for the description of the interface. */
export const REFUSALS = {
  400: Problem,
  401: Problem,
  403: Problem,
  404: Problem,
  409: Problem,
  431: Type.Null({ description: "the address is longer than 16 KiB" }),
  503: Problem,
};

/** How an error that is nobody's fault is answered; its code is that of the program in small letters. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  FILE_UNREADABLE: 409,
  REGISTRY_CONFLICT: 409,
  REGISTRY_UNKNOWN: 404,
  REGISTRY_REFUSED: 503,
  REGISTRY_UNREACHABLE: 503,
};

const statusOf = (code: ErrorCode): number | undefined =>
  STATUS[code] ?? (code.startsWith("MODEL_") ? 409 : undefined);

/** Answers every error as a problem. What is not foreseen is logged, and told nobody. */
export function answerProblems(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Refusal)
      return reply.code(error.statusCode).send({ code: error.code, message: error.message });
    if (hasCode(error, "STORE_UNREACHABLE") || isLogAway(error))
      return reply.code(503).send({ code: "unavailable", message: error.message });
    const status = error instanceof PresageError ? statusOf(error.code) : undefined;
    if (error instanceof PresageError && status !== undefined)
      return reply.code(status).send({
        code: error.code.toLowerCase().replaceAll("_", "-"),
        message: error.message,
      });
    const { statusCode = 500, message } = error as { statusCode?: number; message: string };
    if (statusCode >= 400 && statusCode < 500)
      return reply.code(statusCode === 404 ? 404 : 400).send({ code: "request-invalid", message });
    log.error({ error, path: request.url }, "a request could not be answered");
    return reply.code(500).send({ code: "internal", message: "The console failed; its log says why." });
  });
}
