/** Every code an operator can meet, with what it means and what to do. docs/errors.md lists the same. */
export const ERROR_CODES = {
  BROKER_FENCED: "Another instance took over this partition; this one stops writing to it. Nothing to do.",
  BROKER_FULL:
    "The log cannot be written because the disk is full. Free space; the pipeline goes on by itself.",
  BROKER_UNAVAILABLE:
    "The log cannot be reached. The pipeline takes no messages until it can, then goes on by itself.",
  CONFIG_INVALID:
    "The configuration has mistakes; each is listed with file and line. Mend them and start again.",
  FILE_UNREADABLE: "A file or folder that was named cannot be read or does not have the expected form.",
  MESSAGE_MALFORMED:
    "Bytes in the log are not what the topic's contract says. Was another program writing to it?",
  MODEL_INVALID: "The model package was refused; the message says which check failed and how to mend it.",
  MQTT_REFUSED:
    "The MQTT broker refused the connection or a subscription. Check address, user, password and ACL.",
  MQTT_UNREACHABLE: "The MQTT broker cannot be reached. Presage keeps trying and resumes its session.",
  PORT_IN_USE: "Something else listens on the port. Stop it, or set another port.",
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The one error class: a stable code to match on, a sentence for people, and the cause. */
export class PresageError extends Error {
  override readonly name = "PresageError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Whether an error is a PresageError with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly ErrorCode[]): error is PresageError {
  return error instanceof PresageError && codes.includes(error.code);
}
