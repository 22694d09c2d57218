import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { checkServerIdentity } from "node:tls";
import { PresageError } from "@presage/contracts";

/** What is set of TLS to a server. */
interface TlsSettings {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized: boolean;
}

/** The same with the files read, as Node.js takes it. */
export interface TlsOptions {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly rejectUnauthorized: boolean;
  readonly checkServerIdentity?: typeof checkServerIdentity;
}

/** Reads a PEM file. Throws `FILE_UNREADABLE`. */
export function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new PresageError("FILE_UNREADABLE", `cannot read the certificate or key ${file}`, cause);
  }
}

/**
 * TLS as it is set, certificates and key read. Throws `FILE_UNREADABLE`.
 * @param host for clients that begin TLS on an open connection: they hand on names but no addresses, so that Node.js would
 * take the certificate of any `localhost` for the server's
 */
export const tlsOptions = ({ ca, cert, key, rejectUnauthorized }: TlsSettings, host = ""): TlsOptions => ({
  rejectUnauthorized,
  ...(isIP(host) !== 0 && { checkServerIdentity: (_name, peer) => checkServerIdentity(host, peer) }),
  ...(ca !== undefined && { ca: readPem(ca) }),
  ...(cert !== undefined && { cert: readPem(cert) }),
  ...(key !== undefined && { key: readPem(key) }),
});
