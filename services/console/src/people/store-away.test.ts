import { skipWithout, startPostgres } from "@presage/testbed";
import { describe, expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../store/database.ts";
import { addUsers, PASSWORD, startPeople } from "./people.testkit.ts";

describe.skipIf(skipWithout("postgres"))("while PostgreSQL is away", () => {
  it("nobody is let in and everybody is told so, until it is back", async () => {
    const server = await startPostgres();
    onTestFinished(() => server.stop());
    const db = await openDatabase({ dataDir: "", url: server.createDatabase() });
    onTestFinished(() => db.destroy());
    await addUsers(db, { anna: "viewer" });
    const { send, logIn } = await startPeople(db);
    const as = { cookie: await logIn("anna") };
    await server.kill();
    const answers = await Promise.all([
      send("GET", "/as/viewer", undefined, as),
      send("POST", "/api/session", { name: "anna", password: PASSWORD }),
    ]);
    expect(answers.map((answer) => [answer.statusCode, answer.json<{ code: string }>().code])).toEqual([
      [503, "unavailable"],
      [503, "unavailable"],
    ]);
    await server.restart();
    expect((await send("GET", "/as/viewer", undefined, as)).statusCode).toBe(200);
  });
});
