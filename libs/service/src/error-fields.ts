import { PresageError } from "@presage/contracts";

/** An error as a log line has it: the code if it has one, what happened, why, and where if it is a bug. */
export interface ErrorFields {
  readonly code?: string;
  readonly message: string;
  /** Not of a PresageError: its message says what there is to know. */
  readonly stack?: string;
  readonly cause?: ErrorFields;
}

const DEEPEST_CAUSE = 8;

export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (!(error instanceof Error)) return { message: messageOf(error) };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const stack = error instanceof PresageError || error.stack === undefined ? {} : { stack: error.stack };
  const cause =
    error.cause === undefined || depth >= DEEPEST_CAUSE ? {} : { cause: errorFields(error.cause, depth + 1) };
  return { ...code, message: error.message, ...stack, ...cause };
}

/** Some libraries throw plain objects, as JSONata does. */
function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : String(error);
}

/** `BROKER_FULL: The log cannot be written. (ENOSPC: no space left on device)` */
export function errorLine(error: unknown): string {
  const { code, message, cause } = errorFields(error);
  const because = cause === undefined || message.includes(cause.message) ? "" : ` (${cause.message})`;
  return `${code === undefined ? "" : `${code}: `}${message}${because}`;
}
