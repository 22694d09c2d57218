import type { AddressInfo } from "node:net";
import { failures, toCloudEvent } from "@presage/contracts";
import { createMetrics } from "@presage/service";
import { freePort } from "@presage/testbed";
import { SMTPServer } from "smtp-server";
import { expect, it, onTestFinished } from "vitest";
import type { Database } from "../store/database.ts";
import { onEachStore } from "../store/store.testkit.ts";
import { type Notifier, type NotifierOptions, startNotifier } from "./notifier.ts";
import { destination, NO_MAIL, occasion, receive, SILENT } from "./notify.testkit.ts";
import type { Destination, Occasion } from "./occasion.ts";
import { enqueue } from "./outbox.ts";
import { signature } from "./webhook.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const PATIENCE = { timeout: 20_000 };

interface Started extends Notifier {
  readonly notify: readonly Destination[];
}

function start(db: Database, notify: readonly Destination[], change: Partial<NotifierOptions> = {}): Started {
  const settings = { notify: [...notify], smtp: NO_MAIL };
  const origin = "https://presage.example";
  const notifier = startNotifier({
    db,
    settings,
    origin,
    log: SILENT,
    metrics: createMetrics(),
    every: 10,
    wait: () => 20,
    ...change,
  });
  onTestFinished(() => notifier.close());
  return { ...notifier, notify };
}

const tell = (db: Database, { notify }: Started, event: Occasion): Promise<void> =>
  db.transaction().execute((trx) => enqueue(trx, notify, event, Date.now()));

const idsOf = (received: readonly { body: string }[]): readonly string[] =>
  received.map(({ body }) => (JSON.parse(body) as { data: { id: string } }).data.id);

onEachStore("a webhook", (open) => {
  it("gets what the MES gets, signed, once", async () => {
    const db = await open();
    const { url, received } = await receive();
    const notifier = start(db, [destination({ url, secret: SECRET })]);
    const event = occasion("f");
    await tell(db, notifier, event);
    await expect.poll(() => received.length, PATIENCE).toBe(1);
    await tell(db, notifier, event);
    await tell(db, notifier, occasion("g"));
    await expect.poll(() => idsOf(received), PATIENCE).toEqual(["f", "g"]);
    const [{ headers, body } = { headers: {}, body: "" }] = received;
    const message = { key: event.asset, time: event.failure.updatedAt, value: event.failure };
    expect(JSON.parse(body)).toEqual(toCloudEvent(failures, message));
    expect(headers["content-type"]).toBe("application/cloudevents+json");
    const id = String(headers["webhook-id"]);
    expect(headers["webhook-signature"]).toBe(
      signature(id, Number(headers["webhook-timestamp"]), body, SECRET),
    );
  });

  it("is tried again with the same id when it answers 500, or leads elsewhere", async () => {
    const db = await open();
    const { url, received } = await receive((n) => [500, 302, 410, 204][n] ?? 204);
    const notifier = start(db, [destination({ url })]);
    await tell(db, notifier, occasion("f"));
    await expect.poll(() => received.length, PATIENCE).toBe(4);
    await tell(db, notifier, occasion("g"));
    await expect.poll(() => idsOf(received), PATIENCE).toEqual(["f", "f", "f", "f", "g"]);
    expect(new Set(received.slice(0, 4).map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(received[0]?.headers).not.toHaveProperty("webhook-signature");
    const attempts = db.selectFrom("delivery").select(["attempts", "last_error"]).orderBy("attempts");
    await expect
      .poll(() => attempts.where("done_at", "is not", null).execute(), PATIENCE)
      .toEqual([
        { attempts: 1, last_error: null },
        { attempts: 4, last_error: null },
      ]);
  });

  it("is counted by what came of each attempt", async () => {
    const db = await open();
    const metrics = createMetrics();
    const { url } = await receive((n) => (n === 0 ? 500 : 204));
    const notifier = start(db, [destination({ url })], { metrics });
    await tell(db, notifier, occasion("f"));
    const counts = async (): Promise<unknown> => {
      const { values } = await metrics.consoleAttemptedNotifications.get();
      return Object.fromEntries(values.map(({ labels, value }) => [labels.outcome, value]));
    };
    await expect.poll(counts, PATIENCE).toEqual({ postponed: 1, delivered: 1 });
  });

  it("is told after a restart what it could not be told before", async () => {
    const db = await open();
    const port = await freePort();
    const told = [destination({ url: `http://127.0.0.1:${port}/hook` })];
    const first = start(db, told);
    await tell(db, first, occasion("f"));
    const errors = db.selectFrom("delivery").select("last_error");
    await expect
      .poll(() => errors.execute(), PATIENCE)
      .toEqual([{ last_error: expect.stringContaining("ECONNREFUSED") as string }]);
    await first.close();
    const { received } = await receive(() => 200, port);
    start(db, told);
    await expect.poll(() => idsOf(received), PATIENCE).toEqual(["f"]);
  });

  it("that does not answer holds up no other, and is asked again after a restart", async () => {
    const db = await open();
    const dead = await receive(() => undefined);
    const alive = await receive();
    const told = [destination({ url: dead.url }), destination({ url: alive.url })];
    const notifier = start(db, told);
    for (const id of ["f", "g", "h"]) await tell(db, notifier, occasion(id));
    await expect.poll(() => idsOf(alive.received), PATIENCE).toEqual(["f", "g", "h"]);
    await expect.poll(() => idsOf(dead.received), PATIENCE).toEqual(["f"]);
    await notifier.close();
    start(db, told);
    await expect.poll(() => dead.received.length, PATIENCE).toBe(2);
  });

  it("that is there again is told at once what waited for it", async () => {
    const db = await open();
    const { url, received } = await receive((n) => (n === 0 ? 503 : 204));
    const notifier = start(db, [destination({ url })], { wait: () => 3_600_000 });
    await tell(db, notifier, occasion("f"));
    await expect.poll(() => received.length, PATIENCE).toBe(1);
    await tell(db, notifier, occasion("g"));
    await expect.poll(() => idsOf(received), PATIENCE).toEqual(["f", "g", "f"]);
  });
});

onEachStore("a mailbox", (open) => {
  it("gets a mail, once the mail server takes it", async () => {
    const db = await open();
    const mails: { to: string; text: string }[] = [];
    let refusals = 1;
    const server = new SMTPServer({
      authMethods: ["PLAIN"],
      allowInsecureAuth: true,
      disabledCommands: ["STARTTLS"],
      onAuth: ({ username, password }, _, done) =>
        username === "presage" && password === "hush"
          ? done(null, { user: username })
          : done(new Error("no")),
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => void chunks.push(chunk));
        stream.on("end", () => {
          if (refusals-- > 0) return done(new Error("try again later"));
          const to = session.envelope.rcptTo.map(({ address }) => address).join();
          mails.push({ to, text: Buffer.concat(chunks).toString() });
          done();
        });
      },
    });
    server.on("error", () => undefined);
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.server.address() as AddressInfo;
    const smtp = { ...NO_MAIL, host: "127.0.0.1", port, username: "presage", password: "hush" };
    const notify = [destination({ email: "engineer@plant.example" })];
    const notifier = start(db, notify, { settings: { notify, smtp } });
    await tell(db, notifier, occasion("f"));
    await expect.poll(() => mails.length, PATIENCE).toBe(1);
    const [{ to, text } = { to: "", text: "" }] = mails;
    expect(to).toBe("engineer@plant.example");
    expect(text).toMatch(/^From: presage@plant\.example\r$/m);
    expect(text).toMatch(/^Subject: \[Presage\] high: site1\/press\/line2\/motor7, likely\s+outer-race\r$/m);
    expect(text).toMatch(/^Message-ID: <msg_[\w-]{27}@plant\.example>\r$/m);
    expect(text).toMatch(/^Content-Type: text\/plain/m);
    expect(text).toContain("What to do      Plan an inspection");
  });

  it("gets nothing through a mail server without TLS, unless that is wanted", async () => {
    const db = await open();
    const server = new SMTPServer({ authOptional: true, disabledCommands: ["STARTTLS"] });
    server.on("error", () => undefined);
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.server.address() as AddressInfo;
    const smtp = { ...NO_MAIL, security: "starttls" as const, host: "127.0.0.1", port };
    const notify = [destination({ email: "engineer@plant.example" })];
    const notifier = start(db, notify, { settings: { notify, smtp } });
    await tell(db, notifier, occasion("f"));
    const errors = db.selectFrom("delivery").select("last_error");
    await expect
      .poll(() => errors.execute(), PATIENCE)
      .toEqual([{ last_error: expect.stringMatching(/STARTTLS/i) as string }]);
  });
});
