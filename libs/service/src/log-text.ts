import type { ErrorFields } from "./error-fields.ts";

interface LogLine {
  readonly level: string;
  readonly time: string;
  readonly service: string;
  readonly message?: string;
  readonly error?: ErrorFields;
  readonly [field: string]: unknown;
}

/** A JSON log line for people: `12:30:01.250 info  bridge  connected  url=mqtt://127.0.0.1:1883`, time in UTC. */
export function textLine(json: string): string {
  const { level, time, service, message = "", error, ...fields } = JSON.parse(json) as LogLine;
  const rest = Object.entries(fields).map(([key, value]) => `${key}=${plain(value)}`);
  const head = `${time.slice(11, 23)} ${level.padEnd(5)} ${[service, printable(message), ...rest].join("  ")}`;
  return error === undefined ? `${head}\n` : `${head}\n${errorText(error, "  ")}`;
}

function errorText({ code, message, stack, cause }: ErrorFields, indent: string): string {
  const lines = stack?.split("\n") ?? `${code === undefined ? "" : `${code}: `}${message}`.split("\n");
  const own = lines.map((line) => `${indent}${printable(line)}\n`).join("");
  return cause === undefined ? own : `${own}${indent}because of\n${errorText(cause, `${indent}  `)}`;
}

/** Texts from devices must not move the cursor or begin lines of their own. */
const printable = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  text.replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, (c) => JSON.stringify(c).slice(1, -1));

const plain = (value: unknown): string =>
  typeof value === "string" && /^[^\s"=]+$/.test(value)
    ? printable(value)
    : printable(JSON.stringify(value) ?? "");
