import { expect, it } from "vitest";
import { onEachStore } from "../store/store.testkit.ts";
import { addUsers, startPeople } from "./people.testkit.ts";
import { beginSession } from "./session.ts";

const MINUTE = 60_000;

interface Sessions {
  readonly items: readonly { id: string; current: boolean; createdAt: number; seenAt: number }[];
}

onEachStore("log-ins", (open) => {
  it("are shown to whose they are, and say which one asks", async () => {
    const db = await open();
    await addUsers(db, { Anna: "viewer", bert: "viewer" });
    const { send, logIn, clock } = await startPeople(db);
    const begun = clock.now;
    const first = { cookie: await logIn("anna") };
    await logIn("bert");
    clock.now += MINUTE;
    const second = { cookie: await logIn("ANNA") };
    const { items } = (await send("GET", "/api/sessions", undefined, second)).json<Sessions>();
    expect(items).toMatchObject([
      { createdAt: begun + MINUTE, seenAt: begun + MINUTE, current: true },
      { createdAt: begun, seenAt: begun, current: false },
    ]);
    const seen = (await send("GET", "/api/sessions", undefined, first)).json<Sessions>();
    expect(seen.items.filter(({ current }) => current)).toMatchObject([{ createdAt: begun }]);
    expect(JSON.stringify(items)).not.toContain(second.cookie);
    expect((await send("GET", "/api/sessions")).statusCode).toBe(401);
  });

  it("that are over are not shown", async () => {
    const db = await open();
    await addUsers(db, { anna: "viewer" });
    const { send, logIn, clock } = await startPeople(db);
    await logIn("anna");
    clock.now += 12 * 60 * MINUTE;
    const as = { cookie: await logIn("anna") };
    expect((await send("GET", "/api/sessions", undefined, as)).json<Sessions>().items).toHaveLength(1);
  });

  it("are ended one by one, or all but the one that asks, by whose they are", async () => {
    const db = await open();
    await addUsers(db, { anna: "viewer", bert: "viewer" });
    const { send, logIn } = await startPeople(db);
    const [here, there, berts] = [await logIn("anna"), await logIn("anna"), await logIn("bert")];
    const idOf = async (cookie: string): Promise<string> => {
      const { items } = (await send("GET", "/api/sessions", undefined, { cookie })).json<Sessions>();
      return items.find(({ current }) => current)?.id ?? "";
    };
    const end = async (id: string): Promise<number> =>
      (await send("DELETE", `/api/sessions/${id}`, undefined, { cookie: here })).statusCode;
    const statusOf = async (cookie: string): Promise<number> =>
      (await send("GET", "/as/viewer", undefined, { cookie })).statusCode;
    expect(await end(await idOf(berts))).toBe(404);
    expect(await end(await idOf(there))).toBe(204);
    expect([await statusOf(there), await statusOf(berts)]).toEqual([401, 200]);
    const other = await logIn("anna");
    const answer = await send("DELETE", "/api/sessions", undefined, { cookie: here });
    expect(answer.json()).toEqual({ ended: 1 });
    expect([await statusOf(here), await statusOf(other), await statusOf(berts)]).toEqual([200, 401, 200]);
    expect(
      (await send("DELETE", "/api/sessions?user=bert", undefined, { cookie: here })).json(),
    ).toMatchObject({ code: "role-too-small" });
  });

  it("of anybody are ended by admins, who is written down", async () => {
    const db = await open();
    await addUsers(db, { root: "admin", anna: "viewer" });
    const { send, logIn, clock } = await startPeople(db);
    const as = { cookie: await logIn("root") };
    const annas = { cookie: await logIn("anna") };
    const visitor = { account: null, name: "eve@login.example", role: "engineer" } as const;
    const eves = { cookie: await beginSession(db, visitor, clock.now) };
    expect((await send("GET", "/api/users", undefined, as)).json()).toMatchObject({
      visitors: [{ name: "eve@login.example", role: "engineer", seenAt: clock.now }],
    });
    for (const user of ["Anna", "eve@login.example"]) {
      const url = `/api/sessions?user=${encodeURIComponent(user)}`;
      expect((await send("DELETE", url, undefined, as)).json()).toEqual({ ended: 1 });
      expect((await send("DELETE", url, undefined, as)).json()).toEqual({ ended: 0 });
    }
    for (const whose of [annas, eves])
      expect((await send("GET", "/as/viewer", undefined, whose)).statusCode).toBe(401);
    expect((await send("GET", "/api/audit?limit=2", undefined, as)).json()).toMatchObject({
      items: [
        { by: "root", action: "sessions-ended", target: "eve@login.example", detail: { sessions: 1 } },
        { by: "root", action: "sessions-ended", target: "Anna" },
      ],
    });
  });

  it("are remembered in when a user was last seen", async () => {
    const db = await open();
    await addUsers(db, { root: "admin", anna: "viewer" });
    const { send, logIn, clock } = await startPeople(db);
    const cookie = await logIn("anna");
    clock.now += MINUTE;
    await send("GET", "/as/viewer", undefined, { cookie });
    const seenAt = clock.now;
    await send("DELETE", "/api/session", undefined, { cookie });
    clock.now += MINUTE;
    const as = { cookie: await logIn("root") };
    expect((await send("GET", "/api/users", undefined, as)).json()).toMatchObject({
      items: [{ name: "anna", seenAt }, { name: "root" }],
    });
  });
});
