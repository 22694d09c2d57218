import { pino } from "pino";
import { errorFields } from "./error-fields.ts";
import { textLine } from "./log-text.ts";

type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** Where services say what happens. An error goes into the field `error`. */
export interface Logger {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

export interface LogSettings {
  readonly level: "debug" | "info" | "warn" | "error";
  /** `auto` is text on a terminal and JSON elsewhere. */
  readonly format: "auto" | "json" | "text";
}

/** Fields that are never written, at any of the first four levels. */
const SECRETS = ["password", "token", "secret", "authorization"].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
  `*.*.*.${name}`,
]);

/**
 * A logger that writes one line for each event: JSON with level, time (ISO 8601, UTC), service, message and fields, or
 * a short line for people.
 * @param service who is speaking
 */
export function createLogger(
  { level, format }: LogSettings,
  service: string,
  write: (line: string) => void = (line) => void process.stdout.write(line),
): Logger {
  const text = format === "text" || (format === "auto" && process.stdout.isTTY);
  const logger = pino(
    {
      level,
      base: { service },
      messageKey: "message",
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: (error: unknown) => errorFields(error) },
      redact: { paths: SECRETS, censor: "***" },
    },
    { write: (line: string) => write(text ? textLine(line) : line) },
  );
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}
