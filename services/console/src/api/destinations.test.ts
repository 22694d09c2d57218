import { createMetrics } from "@presage/service";
import { expect, it, onTestFinished } from "vitest";
import { startNotifier } from "../notify/notifier.ts";
import { destination, NO_MAIL, receive, SILENT } from "../notify/notify.testkit.ts";
import type { Destination } from "../notify/occasion.ts";
import { addUsers, startPeople } from "../people/people.testkit.ts";
import type { DestinationList } from "../schema/destination.ts";
import type { Database } from "../store/database.ts";
import { onEachStore } from "../store/store.testkit.ts";
import { destinationRoutes } from "./destinations.ts";

async function startDestinations(db: Database, notify: readonly Destination[]) {
  await addUsers(db, { root: "admin", sci: "data-scientist" });
  const kit = await startPeople(db);
  const settings = { notify: [...notify], smtp: NO_MAIL };
  const metrics = createMetrics();
  const notifier = startNotifier({ db, settings, origin: "http://localhost", log: SILENT, metrics });
  onTestFinished(() => notifier.close());
  const options = { db, notifier, now: () => kit.clock.now, config: { console: settings } };
  await kit.app.register(destinationRoutes, { ...options, prefix: "/api" });
  return kit;
}

onEachStore("a destination", (open) => {
  it("is told of a test at once, which is written down", async () => {
    const { url, received } = await receive((n) => (n === 0 ? 204 : 503));
    const { send, logIn } = await startDestinations(await open(), [destination({ url: `${url}?key=hush` })]);
    const as = { cookie: await logIn("root") };
    const { items } = (await send("GET", "/api/destinations", undefined, as)).json<DestinationList>();
    const body = { destination: items[0]?.id };
    expect((await send("POST", "/api/destinations/test", body, as)).json()).toEqual({ delivered: true });
    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({
      type: "io.presage.predicted-failure.v1",
      data: { action: "Nothing: this is a test of the notifications, sent by root." },
    });
    const why = expect.stringMatching(/^127\.0\.0\.1:\d+ answered 503$/) as string;
    expect((await send("POST", "/api/destinations/test", body, as)).json()).toEqual({
      delivered: false,
      why,
    });
    const audit = await send("GET", "/api/audit?limit=2", undefined, as);
    expect(audit.body).not.toContain("hush");
    const entry = { by: "root", action: "destination-tested", target: `${url}…` };
    expect(audit.json()).toMatchObject({
      items: [
        { ...entry, detail: { delivered: false, why } },
        { ...entry, detail: { delivered: true } },
      ],
    });
  });

  it("is shown and tested by admins alone, and only if it is configured", async () => {
    const { send, logIn } = await startDestinations(await open(), []);
    const [as, sci] = [{ cookie: await logIn("root") }, { cookie: await logIn("sci") }];
    const body = { destination: "unknown" };
    expect((await send("GET", "/api/destinations", undefined, as)).json()).toEqual({ items: [] });
    expect((await send("POST", "/api/destinations/test", body, as)).statusCode).toBe(404);
    expect((await send("POST", "/api/destinations/test", { ...body, url: "x" }, as)).statusCode).toBe(400);
    expect((await send("GET", "/api/destinations", undefined, sci)).statusCode).toBe(403);
    expect((await send("POST", "/api/destinations/test", body, sci)).statusCode).toBe(403);
  });
});
