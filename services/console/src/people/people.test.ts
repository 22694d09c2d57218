import type { Config } from "@presage/service";
import { describe, expect, it } from "vitest";
import { onEachStore } from "../store/store.testkit.ts";
import { createFailedLogins } from "./failed-logins.ts";
import { addUsers, PASSWORD, startPeople } from "./people.testkit.ts";
import { isLoginRequired } from "./people.ts";

const HOUR = 3_600_000;

describe("people have to log in", () => {
  const config = (login: string, host: string): Config =>
    ({ console: { login }, http: { host } }) as unknown as Config;

  it("unless everything runs in one process that listens on loopback only, or they are said not to", () => {
    expect(isLoginRequired(config("auto", "127.0.0.1"), true)).toBe(false);
    expect(isLoginRequired(config("auto", "localhost"), true)).toBe(false);
    expect(isLoginRequired(config("auto", "0.0.0.0"), true)).toBe(true);
    expect(isLoginRequired(config("auto", "127.0.0.1"), false)).toBe(true);
    expect(isLoginRequired(config("required", "127.0.0.1"), true)).toBe(true);
    expect(isLoginRequired(config("off", "127.0.0.1"), false)).toBe(false);
  });
});

onEachStore("logging in", (open) => {
  it("gives a cookie that scripts cannot read, with which one is who one is", async () => {
    const db = await open();
    await addUsers(db, { Anna: "engineer" });
    const { send } = await startPeople(db);
    expect((await send("GET", "/api/session")).json()).toEqual({
      version: "1.2.3",
      login: { required: true },
    });
    const answer = await send("POST", "/api/session", { name: "anna", password: PASSWORD });
    expect(answer.json()).toMatchObject({ user: { name: "Anna", role: "engineer" } });
    const [cookie] = answer.cookies;
    expect(cookie).toMatchObject({
      name: "presage_session",
      httpOnly: true,
      sameSite: "Lax",
      path: "/",
      maxAge: 604_800,
    });
    expect(cookie).not.toHaveProperty("secure");
    const [stored] = await db.selectFrom("session").selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(cookie?.value);
    const as = { cookie: cookie?.value ?? "" };
    expect((await send("GET", "/api/session", undefined, as)).json()).toMatchObject({
      user: { name: "Anna", role: "engineer" },
    });
    expect((await send("GET", "/as/engineer", undefined, as)).json()).toEqual({
      name: "Anna",
      role: "engineer",
    });
    expect((await send("DELETE", "/api/session", undefined, as)).statusCode).toBe(204);
    expect((await send("GET", "/as/viewer", undefined, as)).json()).toMatchObject({ code: "login-required" });
  });

  it("sends the cookie over TLS alone where there is a proxy with TLS", async () => {
    const db = await open();
    await addUsers(db, { anna: "viewer" });
    const { send } = await startPeople(db, { publicUrl: "https://presage.example" });
    const answer = await send("POST", "/api/session", { name: "anna", password: PASSWORD });
    expect(answer.cookies[0]).toMatchObject({ secure: true });
  });

  it("fails alike for a wrong password and for nobody, and is written down without what was typed", async () => {
    const db = await open();
    await addUsers(db, { anna: "admin" });
    const { send, logIn } = await startPeople(db);
    const wrong = await send("POST", "/api/session", { name: "anna", password: "not the password" });
    const nobody = await send("POST", "/api/session", { name: "hunter2", password: "not the password" });
    expect([wrong.statusCode, wrong.json(), wrong.cookies]).toEqual([
      401,
      { code: "login-failed", message: expect.any(String) as string },
      [],
    ]);
    expect([nobody.statusCode, nobody.json()]).toEqual([wrong.statusCode, wrong.json()]);
    const { items } = (await send("GET", "/api/audit", undefined, { cookie: await logIn("anna") })).json<{
      items: { action: string; target: string }[];
    }>();
    expect(items.map(({ action, target }) => [action, target])).toEqual([
      ["login", "anna"],
      ["login-failed", "nobody"],
      ["login-failed", "anna"],
    ]);
    expect(JSON.stringify(items)).not.toMatch(/hunter2|not the password/);
  });

  it("that fails again and again does not fill the audit", async () => {
    const db = await open();
    const rows = Array.from({ length: 130 }, (_, i) => i);
    const failedLogin = createFailedLogins(db);
    for (const i of rows) await failedLogin({ name: undefined, address: "10.0.0.1", via: "oidc" }, 400 * i);
    await failedLogin({ name: "anna", address: "10.0.0.2", via: "password" }, 0);
    await failedLogin({ name: undefined, address: "10.0.0.1", via: "oidc" }, 100_000);
    const written = await db
      .selectFrom("audit")
      .select("target")
      .where("action", "=", "login-failed")
      .execute();
    expect(written).toHaveLength(102);
  });

  it("has to wait after five failures, even with the right password, but not another user", async () => {
    const db = await open();
    await addUsers(db, { anna: "viewer", bert: "viewer" });
    const { send, clock, logIn } = await startPeople(db);
    const wrong = { name: "anna", password: "wrong" };
    for (const _ of [1, 2, 3, 4, 5]) await send("POST", "/api/session", wrong);
    const answer = await send("POST", "/api/session", { name: "ANNA", password: PASSWORD });
    expect([answer.statusCode, answer.json<{ code: string }>().code, answer.headers["retry-after"]]).toEqual([
      429,
      "too-many-attempts",
      "1",
    ]);
    expect(await logIn("bert")).not.toBe("");
    clock.now += 1_000;
    expect(await logIn("anna")).not.toBe("");
  });

  it("ends after twelve idle hours, and after seven days in any case", async () => {
    const db = await open();
    await addUsers(db, { anna: "viewer" });
    const { send, clock, logIn } = await startPeople(db);
    const as = { cookie: await logIn("anna") };
    const status = async (): Promise<number> => (await send("GET", "/as/viewer", undefined, as)).statusCode;
    clock.now += 12 * HOUR - 1;
    expect(await status()).toBe(200);
    for (let hours = 12; hours < 168; hours += 11) {
      expect(await status()).toBe(200);
      clock.now += 11 * HOUR;
    }
    clock.now += 3 * HOUR;
    expect(await status()).toBe(401);
    const next = { cookie: await logIn("anna") };
    clock.now += 12 * HOUR;
    expect((await send("GET", "/as/viewer", undefined, next)).statusCode).toBe(401);
  });
});

onEachStore("what one may do", (open) => {
  it("follows from the role, each with what the ones before may", async () => {
    const db = await open();
    const roles = ["viewer", "engineer", "data-scientist", "admin"] as const;
    await addUsers(db, Object.fromEntries(roles.map((role) => [`a ${role}`, role])));
    const { send, logIn } = await startPeople(db);
    for (const [i, mine] of roles.entries()) {
      const as = { cookie: await logIn(`a ${mine}`) };
      const answers = await Promise.all(roles.map((role) => send("GET", `/as/${role}`, undefined, as)));
      expect(answers.map((answer) => answer.statusCode)).toEqual(roles.map((_, j) => (j <= i ? 200 : 403)));
      if (mine !== "admin") expect(answers.at(-1)?.json()).toMatchObject({ code: "role-too-small" });
    }
  });

  it("is nothing below /api for who is not known, even where a route does not ask", async () => {
    const db = await open();
    await addUsers(db, { anna: "viewer" });
    const { send, logIn } = await startPeople(db);
    expect((await send("GET", "/api/forgotten")).json()).toMatchObject({ code: "login-required" });
    const as = { cookie: await logIn("anna") };
    expect((await send("GET", "/api/forgotten", undefined, as)).statusCode).toBe(200);
    expect((await send("GET", "/api/unknown", undefined, as)).statusCode).toBe(404);
  });

  it("cannot be had by clicks into a page that another one shows, nor from a cache", async () => {
    const { send } = await startPeople(await open(), { loginRequired: false });
    expect((await send("GET", "/api/session")).headers).toMatchObject({
      "content-security-policy": "frame-ancestors 'none'",
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    expect((await send("GET", "/as/viewer")).headers).not.toHaveProperty("cache-control");
  });

  it("is nothing for another site's page, whoever is logged in", async () => {
    const db = await open();
    await addUsers(db, { anna: "engineer" });
    const { send, logIn } = await startPeople(db);
    const cookie = await logIn("anna");
    const from = (headers: Record<string, string>) => send("POST", "/change", {}, { cookie, headers });
    expect((await from({ origin: "http://localhost" })).statusCode).toBe(200);
    expect((await from({ host: "presage:1", origin: "http://presage:1" })).statusCode).toBe(200);
    const refused = await Promise.all([
      from({ origin: "https://evil.example" }),
      from({ "sec-fetch-site": "cross-site" }),
      from({ "content-type": "text/plain" }),
    ]);
    expect(refused.map((answer) => [answer.statusCode, answer.json<{ code: string }>().code])).toEqual(
      refused.map(() => [403, "request-foreign"]),
    );
    const login = { name: "anna", password: PASSWORD };
    const foreign = { headers: { origin: "https://evil.example" } };
    expect((await send("POST", "/api/session", login, foreign)).statusCode).toBe(403);
  });

  it("is everything where nobody has to log in, but under the names of this machine only", async () => {
    const { send, logged } = await startPeople(await open(), { loginRequired: false });
    expect(logged).toEqual([]);
    expect((await send("GET", "/as/admin")).json()).toEqual({ name: "local", role: "admin" });
    expect((await send("GET", "/api/session")).json()).toEqual({
      version: "1.2.3",
      user: { name: "local", role: "admin" },
      login: { required: false },
    });
    const rebound = await send("GET", "/as/admin", undefined, { headers: { host: "evil.example" } });
    expect([rebound.statusCode, rebound.json()]).toEqual([
      403,
      { code: "host-refused", message: expect.any(String) as string },
    ]);
    const posted = await send("POST", "/change", {}, { headers: { origin: "https://evil.example" } });
    expect(posted.statusCode).toBe(403);
  });
});

onEachStore("the first user", (open) => {
  it("is an admin whose password is logged once, and stored as a hash", async () => {
    const db = await open();
    const { logged, send, logIn } = await startPeople(db);
    const [, password = ""] = /log in as admin with (\S+) /.exec(logged.join()) ?? [];
    expect(password).toHaveLength(24);
    const as = { cookie: await logIn("admin", password) };
    expect((await send("GET", "/as/admin", undefined, as)).statusCode).toBe(200);
    expect(JSON.stringify(await db.selectFrom("account").selectAll().execute())).not.toContain(password);
    expect(JSON.stringify(await db.selectFrom("audit").selectAll().execute())).not.toContain(password);
    expect((await startPeople(db)).logged).toEqual([]);
  });
});
