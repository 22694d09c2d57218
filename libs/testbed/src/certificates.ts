import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** PEM texts. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Issues certificates for a test. */
export interface Authority extends Certificate {
  /** One for this common name, good for a server on loopback and for a client, for a month. */
  issue(commonName: string): Certificate;
}

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
const LOOPBACK = "subjectAltName=DNS:localhost,IP:127.0.0.1";

/** Makes a certificate with openssl. */
function make(commonName: string, options: (folder: string) => readonly string[]): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "presage-certificate-"));
  try {
    const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    const request = ["req", "-x509", ...KEY, "-days", "30", "-subj", `/CN=${commonName}`];
    const files = ["-keyout", key, "-out", cert];
    execFileSync("openssl", [...request, ...files, ...options(folder)], { stdio: "pipe" });
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A certificate authority of its own. Needs openssl 3. */
export function createAuthority(): Authority {
  const own = make("test authority", () => []);
  return {
    ...own,
    issue: (commonName) =>
      make(commonName, (folder) => {
        const [ca, key] = [join(folder, "ca.pem"), join(folder, "ca-key.pem")];
        writeFileSync(ca, own.cert);
        writeFileSync(key, own.key);
        const plain = ["-addext", "basicConstraints=critical,CA:FALSE", "-addext", LOOPBACK];
        return ["-CA", ca, "-CAkey", key, ...plain];
      }),
  };
}
