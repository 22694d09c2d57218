import { type ErrorCode, PresageError } from "@presage/contracts";
import { Refusal } from "../api/problem.ts";
import { storeError } from "../store/database.ts";

/** What is answered when something cannot be done; the code is that of the program in small letters. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  USER_UNKNOWN: 404,
  USER_REFUSED: 409,
  TOKEN_REFUSED: 409,
  LAST_ADMIN: 409,
};

/** An error as the app answers it: what people asked for and cannot have is refused, anything else stays what it is. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof PresageError)) return storeError(error);
  const status = STATUS[error.code];
  if (status === undefined) return error;
  return new Refusal(status, error.code.toLowerCase().replaceAll("_", "-"), error.message);
}
