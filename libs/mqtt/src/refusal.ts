import { PresageError } from "@presage/contracts";

/** MQTT 3.1.1, table 3.1. */
const RETURN_CODES: Readonly<Record<number, string>> = {
  1: "unacceptable protocol version",
  2: "client id refused",
  3: "server unavailable",
  4: "bad user name or password",
  5: "not authorised",
};

/** MQTT 5.0, 2.4: those a broker sends in CONNACK, SUBACK or DISCONNECT. */
const REASON_CODES: Readonly<Record<number, string>> = {
  0x80: "unspecified error",
  0x81: "malformed packet",
  0x82: "protocol error",
  0x83: "implementation specific error",
  0x84: "unsupported protocol version",
  0x85: "client id not valid",
  0x86: "bad user name or password",
  0x87: "not authorised",
  0x88: "server unavailable",
  0x89: "server busy",
  0x8a: "banned",
  0x8b: "server shutting down",
  0x8c: "bad authentication method",
  0x8d: "keep alive timeout",
  0x8e: "session taken over by another client with the same id",
  0x8f: "topic filter invalid",
  0x93: "receive maximum exceeded",
  0x95: "packet too large",
  0x97: "quota exceeded",
  0x98: "administrative action",
  0x9c: "use another server",
  0x9d: "server moved",
  0x9e: "shared subscriptions not supported",
  0x9f: "connection rate exceeded",
  0xa1: "subscription identifiers not supported",
  0xa2: "wildcard subscriptions not supported",
};

/** Refusals that pass by themselves. */
const PASSING = new Set([3, 0x80, 0x81, 0x82, 0x83, 0x88, 0x89, 0x8b, 0x8d, 0x93, 0x97, 0x98, 0x9f]);

/** The broker speaks MQTT, but not the version it was asked for. */
export class VersionRefused extends PresageError {}

const explain = (code: number): string =>
  RETURN_CODES[code] ?? REASON_CODES[code] ?? `reason code 0x${code.toString(16)}`;

/** The error of a CONNACK or DISCONNECT that says no. */
export function refusal(what: string, code: number): PresageError {
  const message = `${what}: ${explain(code)}`;
  if (code === 1 || code === 0x84) return new VersionRefused("MQTT_REFUSED", message);
  return new PresageError(PASSING.has(code) ? "MQTT_UNREACHABLE" : "MQTT_REFUSED", message);
}

/** The error of a SUBACK, if it refuses one of the filters. */
export function subscriptionRefusal(
  filters: readonly string[],
  granted: readonly number[],
): PresageError | undefined {
  const refused = filters.flatMap((filter, i) => {
    const code = granted[i] ?? 0x80;
    return code < 0x80 ? [] : [code === 0x80 ? filter : `${filter} (${explain(code)})`];
  });
  if (refused.length === 0) return undefined;
  return new PresageError("MQTT_REFUSED", `the broker refuses the subscription to ${refused.join(", ")}`);
}

/** The error of a socket: a certificate that is not accepted is a refusal, the rest passes by itself. */
export function socketFailure(url: string, cause: Error): PresageError {
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  const isTls = code !== "" && !("syscall" in cause) && code !== "ECONNRESET";
  return new PresageError(
    isTls ? "MQTT_REFUSED" : "MQTT_UNREACHABLE",
    `no connection to ${url}: ${cause.message || code}`,
    cause,
  );
}
