import { readFileSync } from "node:fs";
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
}

/** Reads a PEM file. Throws `FILE_UNREADABLE`. */
export function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new PresageError("FILE_UNREADABLE", `cannot read the certificate or key ${file}`, cause);
  }
}

/** TLS as it is set, certificates and key read. Throws `FILE_UNREADABLE`. */
export const tlsOptions = ({ ca, cert, key, rejectUnauthorized }: TlsSettings): TlsOptions => ({
  rejectUnauthorized,
  ...(ca !== undefined && { ca: readPem(ca) }),
  ...(cert !== undefined && { cert: readPem(cert) }),
  ...(key !== undefined && { key: readPem(key) }),
});
