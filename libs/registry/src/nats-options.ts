import { readFileSync } from "node:fs";
import {
  type Authenticator,
  type ConnectionOptions,
  credsAuthenticator,
  nkeyAuthenticator,
} from "@nats-io/transport-node";
import { PresageError } from "@presage/contracts";
import { type Config, tlsOptions } from "@presage/service";

/** How to connect to NATS, files read. Throws `FILE_UNREADABLE`. */
export function natsOptions(url: string, nats: Config["nats"]): ConnectionOptions {
  const { username, password, token } = nats;
  const authenticator = authenticatorOf(nats);
  const tls = tlsOf(url, nats.tls);
  return {
    servers: url,
    ...(username !== undefined && { user: username }),
    ...(password !== undefined && { pass: password }),
    ...(token !== undefined && { token }),
    ...(authenticator && { authenticator }),
    ...(tls && { tls }),
  };
}

function authenticatorOf({ nkeyFile, credentialsFile }: Config["nats"]): Authenticator | undefined {
  if (credentialsFile !== undefined) return credsAuthenticator(read(credentialsFile));
  if (nkeyFile === undefined) return undefined;
  return nkeyAuthenticator(new TextEncoder().encode(new TextDecoder().decode(read(nkeyFile)).trim()));
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new PresageError("FILE_UNREADABLE", `cannot read the file of nats ${file}`, cause);
  }
}

/** Undefined leaves it to the server whether there is TLS. */
function tlsOf(url: string, settings: Config["nats"]["tls"]): ConnectionOptions["tls"] | undefined {
  const { protocol, hostname } = new URL(url);
  if (protocol !== "tls:" && settings.ca === undefined && settings.cert === undefined) return undefined;
  return tlsOptions(settings, hostname.replaceAll(/[[\]]/g, "")) as unknown as ConnectionOptions["tls"];
}
