import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { connect, createServer, type ConnectionOptions, type Server } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { skipWithout } from "./available.ts";
import { type CertificateAuthority, createAuthority } from "./certificates.ts";

describe.skipIf(skipWithout("openssl"))("certificates for tests", () => {
  let authority: CertificateAuthority;
  let server: Server;
  const clients: string[] = [];

  beforeAll(async () => {
    authority = createAuthority();
    const { cert, key } = authority.issue("server");
    const options = { ca: readFileSync(authority.ca), requestCert: true };
    server = createServer({ ...options, cert: readFileSync(cert), key: readFileSync(key) }, (socket) => {
      clients.push(String(socket.getPeerCertificate().subject.CN));
      socket.end();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
  });
  afterAll(() => {
    server?.close();
    authority?.remove();
  });

  const dial = async (options: ConnectionOptions): Promise<void> => {
    const { port } = server.address() as AddressInfo;
    const socket = connect({ host: "127.0.0.1", port, ...options });
    await once(socket.resume(), "close");
  };

  it("let a client verify the server, and the server the client", async () => {
    const { cert, key } = authority.issue("jo");
    const own = { cert: readFileSync(cert), key: readFileSync(key) };
    await dial({ ca: readFileSync(authority.ca), ...own });
    expect(clients).toEqual(["jo"]);
  });

  it("are refused by who trusts another authority", async () => {
    const other = createAuthority("another");
    await expect(dial({ ca: readFileSync(other.ca) })).rejects.toMatchObject({
      code: "SELF_SIGNED_CERT_IN_CHAIN",
    });
    other.remove();
  });

  it("are refused for a host that they do not name", async () => {
    const trusted = readFileSync(authority.ca);
    await expect(dial({ ca: trusted, servername: "elsewhere.example" })).rejects.toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
  });

  it("keep their private keys to the one who made them", () => {
    expect(statSync(authority.issue("sam").key).mode & 0o777).toBe(0o600);
  });
});
