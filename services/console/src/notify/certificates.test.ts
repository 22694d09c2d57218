import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { type CertificateAuthority, createAuthority, skipWithout } from "@presage/testbed";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMailer } from "./mail.ts";
import { NO_MAIL, occasion } from "./notify.testkit.ts";
import type { Delivery } from "./outbox.ts";
import { postWebhook } from "./webhook.ts";

describe.skipIf(skipWithout("openssl"))("a receiver whose certificate nobody vouches for", () => {
  const delivery = { id: "d", occasion: occasion("f") } as Delivery;
  const { signal } = new AbortController();
  let authority: CertificateAuthority;
  let pair: { readonly cert: Buffer; readonly key: Buffer };
  beforeAll(() => {
    authority = createAuthority();
    const { cert, key } = authority.issue("receiver");
    pair = { cert: readFileSync(cert), key: readFileSync(key) };
  });
  afterAll(() => authority?.remove());

  it("gets no webhook", async () => {
    let asked = 0;
    const server = createServer(pair, (_request, response) => {
      asked++;
      response.end();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(postWebhook({ url, secret: undefined }, delivery, 0, signal)).rejects.toThrow();
    expect(asked).toBe(0);
    server.close();
  });

  it.each(["starttls", "tls"] as const)("gets no mail and no password by %s", async (security) => {
    const seen: unknown[] = [];
    const server = new SMTPServer({
      ...pair,
      secure: security === "tls",
      onAuth: (auth, _session, done) => {
        seen.push(auth);
        done(null, { user: "presage" });
      },
      onData: (stream, _session, done) => {
        seen.push("mail");
        stream.resume();
        stream.on("end", () => done());
      },
    });
    server.on("error", () => undefined);
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.server.address() as AddressInfo;
    const mailer = openMailer(
      { ...NO_MAIL, security, host: "127.0.0.1", port, username: "presage", password: "hush" },
      "http://localhost",
    );
    await expect(mailer.send("jo@example.com", delivery, signal)).rejects.toMatchObject({
      message: expect.stringContaining("certificate"),
    });
    expect(seen).toEqual([]);
    mailer.close();
    await new Promise<void>((resolve) => server.close(resolve));
  });
});
