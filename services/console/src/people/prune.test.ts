import { expect, it } from "vitest";
import { onEachStore } from "../store/store.testkit.ts";
import { audit } from "./audit.ts";
import { prunePeople } from "./prune.ts";
import { beginSession } from "./session.ts";
import { createToken } from "./token.ts";

const NOW = 1_700_000_000_000;
const SETTINGS = { sessions: { idle: 1_000, longest: 5_000 }, audit: { keep: 10_000 } };

onEachStore("what is over", (open) => {
  it("is deleted of log-ins, tokens and the audit, and nothing else is", async () => {
    const db = await open();
    const anna = { account: null, name: "anna@login.example", role: "viewer" } as const;
    await beginSession(db, anna, NOW - 1_000);
    await beginSession(db, { ...anna, name: "bert@login.example" }, NOW - 999);
    await createToken(db, { name: "over", role: "viewer", expiresAt: NOW }, "root", NOW - 1);
    await createToken(db, { name: "soon", role: "viewer", expiresAt: NOW + 1 }, "root", NOW - 1);
    await createToken(db, { name: "never", role: "viewer" }, "root", NOW - 1);
    await db.deleteFrom("audit").execute();
    await audit(db, { by: "root", action: "old", target: "x" }, NOW - 10_001);
    await audit(db, { by: "root", action: "kept", target: "x" }, NOW - 10_000);

    await prunePeople(db, SETTINGS, NOW);

    expect(await db.selectFrom("session").select("name").execute()).toEqual([{ name: "bert@login.example" }]);
    const tokens = db.selectFrom("token").select("name").orderBy("name");
    expect(await tokens.execute()).toEqual([{ name: "never" }, { name: "soon" }]);
    expect(await db.selectFrom("audit").select("action").execute()).toEqual([{ action: "kept" }]);
  });
});
