import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { type CertificateAuthority, createAuthority, skipWithout } from "@presage/testbed";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createListener, createTlsListener } from "./http-listener.ts";
import { createLogger } from "./log.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

/** What a server answers to bytes, until it closes the connection. */
async function answerTo(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (data: Buffer) => void (text += data.toString()));
  socket.write(bytes);
  await once(socket, "close");
  return text;
}

describe("the HTTP listener", () => {
  it("closes a connection whose request does not come to an end", async () => {
    const limits = { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 10 };
    const port = await listen(createListener((_request, response) => void response.end("hello"), limits));
    expect(await answerTo(port, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")).toMatch(/^HTTP\/1.1 408 /);
    const body = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{";
    expect(await answerTo(port, body)).toContain("HTTP/1.1 408 ");
  });

  it("refuses headers of more than 16 KiB", async () => {
    const port = await listen(createListener((_request, response) => void response.end("hello")));
    const header = `X-Long: ${"x".repeat(16_384)}`;
    expect(await answerTo(port, `GET / HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
  });
});

describe.skipIf(skipWithout("openssl"))("the HTTP listener over TLS", () => {
  const directory = mkdtempSync(join(tmpdir(), "presage-https-"));
  const files = { cert: join(directory, "cert.pem"), key: join(directory, "key.pem") };
  let authority: CertificateAuthority;
  const logged: string[] = [];
  const log = createLogger({ level: "info", format: "json" }, "test", (line) => void logged.push(line));
  beforeAll(() => void (authority = createAuthority()));
  afterAll(() => {
    authority?.remove();
    rmSync(directory, { recursive: true });
  });

  const use = (name: string): void => {
    const { cert, key } = authority.issue(name);
    copyFileSync(cert, files.cert);
    copyFileSync(key, files.key);
  };
  const start = (renewal?: number): Promise<number> =>
    listen(createTlsListener((_request, response) => void response.end("hello"), files, log, renewal));

  /** The common name of the certificate that the server shows. */
  async function nameAt(port: number, options: ConnectionOptions = {}): Promise<string> {
    const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false, ...options });
    await once(socket, "secureConnect");
    const { subject } = socket.getPeerCertificate();
    socket.destroy();
    return String(subject.CN);
  }

  it("speaks TLS 1.2 and 1.3, and nothing older", async () => {
    use("first");
    const port = await start();
    for (const version of ["TLSv1.2", "TLSv1.3"] as const)
      expect(await nameAt(port, { minVersion: version, maxVersion: version })).toBe("first");
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    await expect(nameAt(port, old)).rejects.toMatchObject({
      code: expect.stringContaining("PROTOCOL_VERSION"),
    });
  });

  it("shows a renewed certificate without a restart, and keeps the old one while the new is broken", async () => {
    use("old");
    const port = await start(10);
    expect(await nameAt(port)).toBe("old");
    writeFileSync(files.cert, "half of a");
    await expect.poll(() => logged.at(-1)).toContain("the one before it stays");
    expect(await nameAt(port)).toBe("old");
    use("new");
    await expect.poll(() => nameAt(port)).toBe("new");
  });

  it("does not start with what is no certificate", async () => {
    use("any");
    writeFileSync(files.cert, "no certificate");
    await expect(async () => start()).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  });
});
