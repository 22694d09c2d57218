import { spawn } from "node:child_process";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { freePort } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Presage, startPresage } from "./support/presage.ts";

const MAIN = fileURLToPath(new URL("../../services/cli/dist/main.js", import.meta.url));

let directory: string;
beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), "presage-people-"))));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs a command to its end: its exit code, and what it wrote. */
async function command(args: readonly string[], input = ""): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: directory,
    env: { PATH: process.env["PATH"] },
  });
  child.stdin.end(input);
  const exit = once(child, "exit");
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await exit) as [unknown];
  return { code, said: out + error };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly cookie: string;
}

/** Sends a request to the console. */
async function send(presage: Presage, path: string, cookie = "", body?: object): Promise<Answer> {
  const answer = await fetch(`http://127.0.0.1:${presage.httpPort}${path}`, {
    headers: { cookie, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
  });
  const [set = ""] = answer.headers.getSetCookie();
  const json = answer.headers.get("content-type")?.startsWith("application/json") === true;
  return {
    status: answer.status,
    body: json ? await answer.json() : await answer.text(),
    cookie: set.split(";", 1)[0] ?? "",
  };
}

const logIn = (presage: Presage, name: string, password: string): Promise<Answer> =>
  send(presage, "/api/session", "", { name, password });

describe("a console that listens beyond loopback", () => {
  let presage: Presage;
  beforeAll(async () => {
    const env = { PRESAGE_HTTP_HOST: "0.0.0.0", PRESAGE_MQTT_PORT: String(await freePort()) };
    presage = await startPresage({ args: ["up"], cwd: directory, env });
  }, 60_000);
  afterAll(() => presage?.stop());

  it("answers nobody who has not logged in, but tells whether it is well", async () => {
    expect((await send(presage, "/healthz")).status).toBe(200);
    expect(await send(presage, "/api/failures")).toMatchObject({
      status: 401,
      body: { code: "login-required" },
    });
    expect((await send(presage, "/api/session")).body).toMatchObject({ login: { required: true } });
  });

  it("says once how its first user logs in", async () => {
    const [, password = ""] = /log in as admin with (\S+) /.exec(presage.output()) ?? [];
    const { status, cookie } = await logIn(presage, "admin", password);
    expect(status).toBe(200);
    expect((await send(presage, "/api/failures", cookie)).status).toBe(200);
    expect((await send(presage, "/api/audit", cookie)).body).toMatchObject({
      items: [
        { action: "login", target: "admin" },
        { action: "user-added", by: "presage" },
      ],
    });
  });

  it("knows at once the users that the command line adds, changes and removes", async () => {
    const added = await command(["user", "add", "Bert", "--role", "viewer"]);
    const [, password = ""] = /the password is (\S+)\n/.exec(added.said) ?? [];
    expect([added.code, password.length]).toEqual([0, 24]);
    const { cookie } = await logIn(presage, "bert", password);
    const said = { action: "acknowledge", targets: [{ asset: "site1/press/line2/motor7" }] };
    expect((await send(presage, "/api/feedback", cookie, said)).status).toBe(403);
    expect((await command(["user", "role", "bert", "engineer"])).said).toBe("bert is engineer\n");
    expect((await send(presage, "/api/feedback", cookie, said)).status).toBe(200);

    expect((await command(["user", "password", "bert", "--stdin"], "a new password\n")).code).toBe(0);
    expect((await send(presage, "/api/failures", cookie)).status).toBe(401);
    expect((await logIn(presage, "bert", "a new password")).status).toBe(200);
    const listed = await command(["user", "list", "--json"]);
    expect(JSON.parse(listed.said)).toMatchObject([
      { name: "admin", role: "admin" },
      { name: "Bert", role: "engineer" },
    ]);
    expect((await command(["user", "remove", "bert"])).code).toBe(0);
    expect((await logIn(presage, "bert", "a new password")).status).toBe(401);
  });

  it("never loses its last admin, and the command line says why", async () => {
    const refused = await command(["user", "remove", "admin"]);
    expect(refused).toEqual({ code: 1, said: "LAST_ADMIN: somebody must stay admin\n" });
    const short = await command(["user", "password", "admin", "--stdin"], "short\n");
    expect(short).toMatchObject({ code: 1, said: expect.stringMatching(/^USER_REFUSED: /) as string });
    expect(await command(["user", "remove", "nobody"])).toMatchObject({
      said: "USER_UNKNOWN: there is no user nobody\n",
    });
    expect((await command(["user", "add", "x", "--role", "root"])).code).toBe(2);
  });
});

describe("a console that listens on loopback in one process", () => {
  it("lets everybody on this machine do everything, and nobody under another name", async () => {
    const env = { PRESAGE_MQTT_PORT: String(await freePort()), PRESAGE_DATA_DIR: join(directory, "local") };
    const presage = await startPresage({ args: ["up"], cwd: directory, env });
    try {
      expect((await send(presage, "/api/session")).body).toMatchObject({
        user: { name: "local", role: "admin" },
        login: { required: false },
      });
      expect(presage.output()).not.toContain("log in as");
      // fetch does not let one say another host.
      const rebound = get({ port: presage.httpPort, path: "/api/session", headers: { host: "a.example" } });
      const [{ statusCode }] = (await once(rebound, "response")) as [IncomingMessage];
      expect(statusCode).toBe(403);
    } finally {
      await presage.stop();
    }
  }, 60_000);
});
