import { expect, it } from "vitest";
import { onEachStore } from "../store/store.testkit.ts";
import { removeUser, setRole } from "./account.ts";
import { addUsers, PASSWORD, startPeople } from "./people.testkit.ts";

onEachStore("local users", (open) => {
  it("are added, listed, changed and removed by admins", async () => {
    const db = await open();
    await addUsers(db, { root: "admin" });
    const { send, logIn, clock } = await startPeople(db);
    const as = { cookie: await logIn("root") };
    const bert = { name: "Bert B.", role: "viewer", password: PASSWORD };
    expect((await send("POST", "/api/users", bert, as)).json()).toEqual({
      name: "Bert B.",
      role: "viewer",
      createdAt: clock.now,
    });
    const berts = { cookie: await logIn("bert b.") };
    expect((await send("GET", "/as/engineer", undefined, berts)).statusCode).toBe(403);
    expect((await send("PATCH", "/api/users/Bert B.", { role: "engineer" }, as)).statusCode).toBe(204);
    expect((await send("GET", "/as/engineer", undefined, berts)).statusCode).toBe(200);
    const { items } = (await send("GET", "/api/users", undefined, as)).json<{ items: object[] }>();
    expect(items).toMatchObject([
      { name: "Bert B.", role: "engineer", seenAt: clock.now },
      { name: "root", role: "admin" },
    ]);
    expect((await send("DELETE", "/api/users/bert b.", undefined, as)).statusCode).toBe(204);
    expect((await send("GET", "/as/viewer", undefined, berts)).statusCode).toBe(401);
    expect((await send("DELETE", "/api/users/bert b.", undefined, as)).json()).toMatchObject({
      code: "user-unknown",
    });
    const audit = (await send("GET", "/api/audit?limit=4", undefined, as)).json<{ items: object[] }>();
    expect(audit.items).toMatchObject([
      { by: "root", action: "user-removed", target: "Bert B." },
      { by: "root", action: "role-changed", target: "Bert B.", detail: { from: "viewer", to: "engineer" } },
      { by: "Bert B.", action: "login" },
      { by: "root", action: "user-added", target: "Bert B.", detail: { role: "viewer" } },
    ]);
  });

  it("are refused with a name that is taken or not one, or with a short password", async () => {
    const db = await open();
    await addUsers(db, { root: "admin" });
    const { send, logIn } = await startPeople(db);
    const as = { cookie: await logIn("root") };
    const add = async (change: object): Promise<unknown[]> => {
      const user = { name: "new", role: "viewer", password: PASSWORD, ...change };
      const answer = await send("POST", "/api/users", user, as);
      return [answer.statusCode, answer.json<{ code: string }>().code];
    };
    expect(await add({ name: "ROOT" })).toEqual([409, "user-refused"]);
    expect(await add({ name: "local" })).toEqual([409, "user-refused"]);
    expect(await add({ name: "anna@login.example" })).toEqual([400, "request-invalid"]);
    expect(await add({ name: "token/mes" })).toEqual([400, "request-invalid"]);
    expect(await add({ password: "elevenchars" })).toEqual([400, "request-invalid"]);
    expect(await add({ role: "root" })).toEqual([400, "request-invalid"]);
    expect(await db.selectFrom("account").select("id").execute()).toEqual([{ id: "root" }]);
  });

  it("and tokens are not asked for by what no store can hold", async () => {
    const db = await open();
    await addUsers(db, { root: "admin" });
    const { send, logIn } = await startPeople(db);
    const as = { cookie: await logIn("root") };
    const answers = await Promise.all([
      send("POST", "/api/session", { name: "a\u0000", password: PASSWORD }),
      send("PATCH", "/api/users/a%00", { role: "viewer" }, as),
      send("DELETE", "/api/users/a%00", undefined, as),
      send("DELETE", "/api/tokens/a%00", undefined, as),
      send("POST", "/api/tokens", { name: "x", role: "viewer", expiresAt: 1e300 }, as),
      send("GET", "/api/audit?before=1e300", undefined, as),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 400));
  });

  it("never lose the last admin", async () => {
    const db = await open();
    await addUsers(db, { root: "admin", other: "engineer" });
    const { send, logIn } = await startPeople(db);
    const as = { cookie: await logIn("root") };
    const refused = await Promise.all([
      send("PATCH", "/api/users/root", { role: "viewer" }, as),
      send("DELETE", "/api/users/root", undefined, as),
    ]);
    expect(refused.map((answer) => answer.json<{ code: string }>().code)).toEqual([
      "last-admin",
      "last-admin",
    ]);
    expect((await send("GET", "/as/admin", undefined, as)).statusCode).toBe(200);
    await send("PATCH", "/api/users/other", { role: "admin" }, as);
    expect((await send("PATCH", "/api/users/root", { role: "viewer" }, as)).statusCode).toBe(204);
  });

  it("who are the last two admins cannot take each other away at the same time", async () => {
    const db = await open();
    await addUsers(db, { anna: "admin", bert: "admin" });
    await Promise.allSettled([removeUser(db, "anna", "bert"), setRole(db, "bert", "viewer", "anna")]);
    const admins = db.selectFrom("account").select("id").where("role", "=", "admin");
    expect(await admins.execute()).toHaveLength(1);
  });

  it("change their own password with the current one, which ends their other log-ins", async () => {
    const db = await open();
    await addUsers(db, { anna: "viewer", root: "admin" });
    const { send, logIn } = await startPeople(db);
    const [here, elsewhere] = [{ cookie: await logIn("anna") }, { cookie: await logIn("anna") }];
    const password = "another long one";
    const change = async (url: string, body: object): Promise<unknown[]> => {
      const answer = await send("PATCH", url, body, here);
      return [answer.statusCode, answer.body && answer.json<{ code: string }>().code];
    };
    expect(await change("/api/users/anna", { password })).toEqual([403, "password-wrong"]);
    expect(await change("/api/users/anna", { password, currentPassword: "x" })).toEqual([
      403,
      "password-wrong",
    ]);
    expect(await change("/api/users/root", { password })).toEqual([403, "role-too-small"]);
    expect(await change("/api/users/anna", { role: "admin" })).toEqual([403, "role-too-small"]);
    expect(await change("/api/users/anna", { password, currentPassword: PASSWORD })).toEqual([204, ""]);
    expect((await send("GET", "/as/viewer", undefined, here)).statusCode).toBe(200);
    expect((await send("GET", "/as/viewer", undefined, elsewhere)).statusCode).toBe(401);
    expect(await logIn("anna")).toBe("");
    expect(await logIn("anna", password)).not.toBe("");
  });

  it("are nothing that others may see or change", async () => {
    const db = await open();
    await addUsers(db, { sci: "data-scientist" });
    const { send, logIn } = await startPeople(db);
    const as = { cookie: await logIn("sci") };
    for (const url of ["/api/users", "/api/tokens", "/api/audit"]) {
      expect((await send("GET", url, undefined, as)).statusCode).toBe(403);
      expect((await send("GET", url)).statusCode).toBe(401);
    }
    expect((await send("POST", "/api/users", { nonsense: true })).statusCode).toBe(401);
  });
});

onEachStore("tokens", (open) => {
  it("are shown once, stored as a hash, used as a bearer's, and revoked", async () => {
    const db = await open();
    await addUsers(db, { root: "admin" });
    const { send, logIn, clock } = await startPeople(db);
    const as = { cookie: await logIn("root") };
    const made = await send("POST", "/api/tokens", { name: "mes", role: "engineer" }, as);
    const { token, id } = made.json<{ token: string; id: string }>();
    expect([made.statusCode, token]).toEqual([201, expect.stringMatching(/^prs_[\w-]{43}$/)]);
    expect(JSON.stringify(await db.selectFrom("token").selectAll().execute())).not.toContain(token.slice(4));
    expect((await send("GET", "/as/engineer", undefined, { token })).json()).toEqual({
      name: "token/mes",
      role: "engineer",
    });
    expect((await send("GET", "/as/admin", undefined, { token })).statusCode).toBe(403);
    expect((await send("POST", "/change", {}, { token })).statusCode).toBe(200);
    const { items } = (await send("GET", "/api/tokens", undefined, as)).json<{ items: object[] }>();
    expect(items).toEqual([
      { id, name: "mes", role: "engineer", createdAt: clock.now, createdBy: "root", usedAt: clock.now },
    ]);
    const again = await send("POST", "/api/tokens", { name: "mes", role: "viewer" }, as);
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([409, "token-refused"]);
    expect((await send("DELETE", `/api/tokens/${id}`, undefined, as)).statusCode).toBe(204);
    expect((await send("DELETE", `/api/tokens/${id}`, undefined, as)).statusCode).toBe(404);
    expect((await send("GET", "/as/viewer", undefined, { token })).statusCode).toBe(401);
  });

  it("expire when they were told to", async () => {
    const db = await open();
    await addUsers(db, { root: "admin" });
    const { send, logIn, clock } = await startPeople(db);
    const order = { name: "mes", role: "viewer", expiresAt: clock.now + 1_000 };
    const made = await send("POST", "/api/tokens", order, { cookie: await logIn("root") });
    const { token } = made.json<{ token: string }>();
    clock.now += 999;
    expect((await send("GET", "/as/viewer", undefined, { token })).statusCode).toBe(200);
    clock.now += 1;
    expect((await send("GET", "/as/viewer", undefined, { token })).statusCode).toBe(401);
  });

  it("that are none let nobody in, not even who is logged in or need not be", async () => {
    const db = await open();
    await addUsers(db, { root: "admin" });
    const { send, logIn } = await startPeople(db);
    const as = { cookie: await logIn("root"), token: "prs_wrong" };
    expect((await send("GET", "/as/viewer", undefined, as)).statusCode).toBe(401);
    const local = await startPeople(db, { loginRequired: false });
    expect((await local.send("GET", "/as/viewer", undefined, { token: "prs_wrong" })).statusCode).toBe(401);
  });
});

onEachStore("the audit", (open) => {
  it("is read in pages, newest first", async () => {
    const db = await open();
    const names = Array.from({ length: 7 }, (_, i) => `user${i}`);
    for (const [i, target] of names.entries())
      await db
        .insertInto("audit")
        .values({ at: i, by: "test", action: "user-added", target, detail: null })
        .execute();
    const { send } = await startPeople(db, { loginRequired: false });
    const pages: string[][] = [];
    let query = "?limit=3";
    while (query !== "") {
      const page = (await send("GET", `/api/audit${query}`)).json<{
        items: { target: string }[];
        next?: number;
      }>();
      pages.push(page.items.map((item) => item.target));
      query = page.next === undefined ? "" : `?limit=3&before=${page.next}`;
    }
    expect(pages).toEqual([["user6", "user5", "user4"], ["user3", "user2", "user1"], ["user0"]]);
    expect((await send("GET", "/api/audit?limit=0")).statusCode).toBe(400);
  });
});
