import { isLoopback } from "@presage/service";

/** What of a request tells where it comes from. */
export interface Sender {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Whether the Host header names this machine. Where nobody has to log in it must: a name of one's own that was made to
 * point to 127.0.0.1 would let any page that a browser on this machine shows do everything (DNS rebinding).
 */
export function isForThisMachine({ headers }: Sender): boolean {
  const host = textOf(headers["host"]);
  const [, bracketed, plain] = /^(?:\[([\da-f:]+)\]|([\w.-]+))(?::\d+)?$/i.exec(host) ?? [];
  return isLoopback((bracketed ?? plain ?? "").toLowerCase());
}

/**
 * Why a request may have been sent by another site's page in the name of whoever looks at it; undefined if it was not.
 * Browsers send what changes something across origins unasked only as a form, which is never JSON; newer ones say where
 * it comes from. A request with a token is not sent by a browser on its own.
 * @param publicOrigin the origin that people reach the console at, if a proxy is before it
 */
export function foreign({ method, headers }: Sender, publicOrigin: string | undefined): string | undefined {
  if (["GET", "HEAD", "OPTIONS"].includes(method)) return undefined;
  if (/^Bearer /i.test(textOf(headers["authorization"]))) return undefined;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none")
    return "it comes from a page of another site";
  const origin = headers["origin"];
  if (origin !== undefined && origin !== publicOrigin && !isOf(textOf(origin), textOf(headers["host"])))
    return "it comes from a page of another origin";
  const type = textOf(headers["content-type"]).split(";", 1)[0]?.trim().toLowerCase();
  // Browsers do not send DELETE across origins without asking first, which is never granted.
  const hasNoBody = type === "" && method === "DELETE";
  if (!hasNoBody && type !== "application/json") return "its content-type is not application/json";
  return undefined;
}

const textOf = (header: string | string[] | undefined): string => (typeof header === "string" ? header : "");

/** Whether an origin has a host, with its port. Which protocol it has is not known behind a proxy with TLS. */
function isOf(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  const own = `${url.protocol}//${host}`;
  return url.host !== "" && URL.canParse(own) && new URL(own).host === url.host;
}
