import { createSecureContext } from "node:tls";
import { PresageError } from "@presage/contracts";
import type { TlsOptions } from "./state.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

/** Refuses certificates and keys that are none, which would otherwise come to light while connecting. Throws `CONFIG_INVALID`. */
export function checkTls({ ca, cert, key }: TlsOptions = {}): void {
  try {
    createSecureContext({ ca, cert, key });
  } catch (cause) {
    throw new PresageError("CONFIG_INVALID", `TLS: ${(cause as Error).message}`, cause);
  }
}

/** The host and port of `mqtt://host[:1883]` or `mqtts://host[:8883]`. Throws `CONFIG_INVALID`. */
export function parseAddress(url: string): Address {
  const { protocol, hostname, port } = URL.canParse(url) ? new URL(url) : new URL("none:");
  if ((protocol !== "mqtt:" && protocol !== "mqtts:") || hostname === "")
    throw new PresageError("CONFIG_INVALID", `"${url}" is not mqtt://host:port or mqtts://host:port`);
  const secure = protocol === "mqtts:";
  const host = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  return { host, port: port === "" ? (secure ? 8883 : 1883) : Number(port), secure };
}
