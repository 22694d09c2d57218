import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** PEM files of a certificate and its private key (PKCS#8, P-256). */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateAuthority {
  /** PEM file of its own certificate: what clients and servers trust. */
  readonly ca: string;
  /**
   * A certificate for servers and clients alike, valid for a day.
   * @param name common name, as servers know a client by; also the name of the files
   * @param hosts of a server: DNS names and IP addresses
   */
  issue(name: string, hosts?: readonly string[]): Certificate;
  /** Deletes all its files. */
  remove(): void;
}

const LOOPBACK = ["localhost", "127.0.0.1", "::1"];
const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host);

/** A certificate authority of a test's own, in a temporary folder. Needs OpenSSL 3 on the PATH. */
export function createAuthority(name = "Presage test authority"): CertificateAuthority {
  const directory = mkdtempSync(join(tmpdir(), "presage-certificates-"));
  const files = (of: string): Certificate => ({
    cert: join(directory, `${of}.pem`),
    key: join(directory, `${of}.key.pem`),
  });

  function make(subject: string, { cert, key }: Certificate, ...more: readonly string[]): void {
    const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-sha256", "-days", "1"];
    const out = ["-subj", `/CN=${subject}`, "-keyout", key, "-out", cert];
    execFileSync("openssl", ["req", "-x509", ...kind, ...out, ...more], { stdio: "pipe" });
  }

  const own = files("ca");
  make(name, own, "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=keyCertSign,cRLSign");
  return {
    ca: own.cert,
    issue(subject, hosts = LOOPBACK) {
      const issued = files(subject);
      const names = hosts.map((host) => `${isAddress(host) ? "IP" : "DNS"}:${host}`).join(",");
      const extensions = [
        "basicConstraints=critical,CA:FALSE",
        "keyUsage=digitalSignature",
        "extendedKeyUsage=serverAuth,clientAuth",
        `subjectAltName=${names}`,
      ];
      const signed = ["-CA", own.cert, "-CAkey", own.key];
      make(subject, issued, ...signed, ...extensions.flatMap((extension) => ["-addext", extension]));
      return issued;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
