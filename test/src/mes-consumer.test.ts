import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  breaches,
  type Failure,
  failures,
  feedback,
  groups,
  type Message,
  predictions,
} from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { startEmbeddedBroker } from "@presage/mqtt";
import type { Broker } from "@presage/stream";
import { freePort, type Server, skipWithout, startMosquitto } from "@presage/testbed";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MES_CONSUMERS, type MesConsumer, startMesConsumer } from "./support/mes-consumer.ts";
import { type MesSide, startMesSide } from "./support/mes-side.ts";
import { failureAt, write } from "./support/plant-log.ts";
import { until } from "./support/until.ts";

const LINE = "site1/press/line2";
const OPENED = { a: 1_700_000_000_000, b: 1_700_000_100_000, c: 1_700_000_200_000, d: 1_700_000_300_000 };
type Name = keyof typeof OPENED;

/** A revision of the failure of an asset: `a.3` is the third of asset `a`, `a.3!` the one that closes it. */
function revision(name: string): Message<Failure> {
  const [asset = "", number = ""] = name.replace("!", "").split(".");
  const openedAt = OPENED[asset as Name];
  const n = Number(number);
  const state = name.endsWith("!") ? "closed" : n === 1 ? "opened" : "updated";
  const updatedAt = openedAt + n * 10_000;
  const closing = state === "closed" ? { closedAt: updatedAt } : {};
  return failureAt(`${LINE}/${asset}`, openedAt, { revision: n, state, updatedAt, ...closing });
}

/** The ids of revisions. */
const ids = (...names: readonly string[]): string[] => names.map((name) => failures.id(revision(name)));
const open = (...names: readonly string[]): string[] =>
  names.map((name) => `${LINE}/${name.replace(".", " ")}`);

let directory: string;
let log: Broker;
let side: MesSide | undefined;
let mes: MesConsumer | undefined;
const tell = (...names: readonly string[]): Promise<void> => write(log, failures, names.map(revision));

const PUBLISHER = {
  name: "publisher",
  topics: [predictions, failures, groups, feedback, breaches].map((each) => each.topic),
};
/** The MES's broker has acknowledged all that is in the log. */
const untilPublished = (): Promise<void> =>
  until("all is published", async () => [...(await log.lag(PUBLISHER)).values()].every((lag) => lag === 0));

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "presage-mes-"));
  log = await openEmbedded({ directory, partitions: 1 });
});
afterEach(async () => {
  await mes?.kill();
  await side?.close();
  await log.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Starts the MES, or starts it again with what it remembers. */
function start(command: ReturnType<(typeof MES_CONSUMERS)["Python"]>, url: string): MesConsumer {
  mes = startMesConsumer(command, url, join(directory, "revisions.ndjson"));
  return mes;
}

/** Waits until it has seen just these and knows just these as open. */
async function knows(consumer: MesConsumer, seen: readonly string[], now: readonly string[]): Promise<void> {
  await expect
    .poll(() => [consumer.seen(), consumer.open()], { timeout: 20_000 })
    .toEqual([ids(...seen), open(...now)]);
}

describe.each(Object.entries(MES_CONSUMERS))("the MES of the examples in %s", (language, command) => {
  const needs = language === "Python" ? (["mes-client"] as const) : [];

  describe.skipIf(skipWithout("mosquitto", ...needs))("with Mosquitto", () => {
    let server: Server;
    beforeEach(async () => {
      server = await startMosquitto();
      side = await startMesSide(log, `mqtt://127.0.0.1:${server.port}`);
    });
    afterEach(() => server.stop());

    it("sees each revision once and knows what is open, whatever is killed", async () => {
      const url = `mqtt://127.0.0.1:${server.port}`;
      await tell("a.1", "a.2", "b.1", "b.2!", "c.1");
      await untilPublished();
      // It comes late: of what is open it gets the last revision, of what has closed nothing.
      let consumer = start(command(), url);
      await knows(consumer, ["a.2", "c.1"], ["a.2", "c.1"]);
      await tell("a.3", "c.2");
      await knows(consumer, ["a.2", "c.1", "a.3", "c.2"], ["a.3", "c.2"]);

      // The broker dies, and a revision is made while it is away.
      await server.kill();
      await tell("a.4");
      await server.restart();
      await knows(consumer, ["a.2", "c.1", "a.3", "c.2", "a.4"], ["a.4", "c.2"]);

      // The MES dies, and the broker keeps for it what comes: more of one, the end of another, and a new one.
      await consumer.kill();
      await tell("a.5", "a.6", "c.3!", "d.1");
      await untilPublished();
      consumer = start(command(), url);
      const kept = ["a.2", "c.1", "a.3", "c.2", "a.4", "a.5", "a.6", "c.3!", "d.1"];
      await knows(consumer, kept, ["a.6", "d.1"]);

      // Both die, and the MES is the first to be back.
      await Promise.all([consumer.kill(), server.kill()]);
      await tell("d.2");
      consumer = start(command(), url);
      await server.restart();
      await knows(consumer, [...kept, "d.2"], ["a.6", "d.2"]);
    }, 120_000);
  });

  describe.skipIf(skipWithout(...needs))(
    "with the embedded broker, which forgets sessions and states",
    () => {
      it("sees each revision once, and after a restart of the broker what comes then and what is open", async () => {
        const port = await freePort();
        let broker = await startEmbeddedBroker({ host: "127.0.0.1", port });
        side = await startMesSide(log, broker.url);
        try {
          await tell("a.1", "a.2");
          await untilPublished();
          let consumer = start(command(), broker.url);
          await knows(consumer, ["a.2"], ["a.2"]);
          await consumer.kill();
          await tell("a.3", "b.1");
          consumer = start(command(), broker.url);
          await knows(consumer, ["a.2", "a.3", "b.1"], ["a.3", "b.1"]);

          const connections = (): number => consumer.lines().filter((line) => "connected" in line).length;
          await broker.close();
          broker = await startEmbeddedBroker({ host: "127.0.0.1", port });
          await expect.poll(connections, { timeout: 20_000 }).toBe(2);
          await tell("b.2");
          await knows(consumer, ["a.2", "a.3", "b.1", "b.2"], ["a.3", "b.2"]);

          // Presage is started again with its broker, and nothing new comes: who is late knows what is open all the same.
          await Promise.all([consumer.kill(), side.close()]);
          await broker.close();
          broker = await startEmbeddedBroker({ host: "127.0.0.1", port });
          side = await startMesSide(log, broker.url);
          rmSync(join(directory, "revisions.ndjson"));
          consumer = start(command(), broker.url);
          await expect.poll(() => consumer.seen().toSorted(), { timeout: 20_000 }).toEqual(ids("a.3", "b.2"));
          expect(consumer.open()).toEqual(open("a.3", "b.2"));
        } finally {
          await mes?.kill();
          await side?.close();
          side = undefined;
          await broker.close();
        }
      }, 60_000);
    },
  );
});
