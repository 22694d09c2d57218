import { type ErrorCode, PresageError } from "@presage/contracts";

/** Why a model package was refused. */
export type RefusalCode = Extract<ErrorCode, `MODEL_${string}`>;

/** A refusal of a model package: a sentence says what is wrong and how to mend it. */
export const refused = (code: RefusalCode, sentence: string, cause?: unknown): PresageError =>
  new PresageError(code, sentence, cause);
