import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { createAuthority, freePort, skipWithout } from "@presage/testbed";
import { expect, it, onTestFinished } from "vitest";
import { startPresage } from "./support/presage.ts";

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

it.skipIf(skipWithout("openssl"))(
  "presage up serves page, health and metrics over TLS, with cookies and a policy for TLS only",
  async () => {
    const authority = createAuthority();
    const { cert, key } = authority.issue("console");
    const directory = mkdtempSync(join(tmpdir(), "presage-https-"));
    const port = await freePort();
    const presage = await startPresage({
      args: ["up"],
      cwd: directory,
      env: {
        PRESAGE_HTTP_PORT: String(port),
        PRESAGE_HTTP_TLS_CERT: cert,
        PRESAGE_HTTP_TLS_KEY: key,
        PRESAGE_MQTT_PORT: "0",
        PRESAGE_CONSOLE_LOGIN: "required",
      },
      wait: false,
    });
    onTestFinished(async () => {
      await presage.stop();
      authority.remove();
      rmSync(directory, { recursive: true });
    });

    const ask = (path: string, given?: object): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const options = {
          host: "127.0.0.1",
          port,
          path,
          ca: readFileSync(authority.ca),
          ...(given && { method: "POST", headers: { "content-type": "application/json" } }),
        };
        const sent = request(options, (response) => {
          const { statusCode: status, headers } = response;
          json(response).then((body) => resolve({ status, headers, body }), reject);
        });
        sent.once("error", reject);
        sent.end(given && JSON.stringify(given));
      });

    const ready = (): Promise<unknown> =>
      ask("/readyz").then(
        ({ body }) => body,
        () => undefined,
      );
    await expect.poll(ready, { timeout: 30_000 }).toEqual({ ready: true, failing: {} });
    expect(presage.output()).toContain(`https://127.0.0.1:${port}`);
    const [, password = ""] = /log in as admin with (\S+) /.exec(presage.output()) ?? [];
    const { status, headers } = await ask("/api/session", { name: "admin", password });
    expect(status).toBe(200);
    expect(headers["set-cookie"]?.[0]).toMatch(/; HttpOnly; Secure; SameSite=Lax/);
    expect(headers["strict-transport-security"]).toBe("max-age=31536000");
    expect(headers["x-frame-options"]).toBe("DENY");
  },
  60_000,
);
