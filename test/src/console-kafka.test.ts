import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { feedback } from "@presage/contracts";
import { openKafka } from "@presage/kafka";
import { skipWithout, startKafka, startPostgres } from "@presage/testbed";
import { describe, expect, it, onTestFailed } from "vitest";
import { readTopic } from "./support/log.ts";
import { writeFlood, writePlant } from "./support/plant-log.ts";
import { startPresage } from "./support/presage.ts";

interface Inbox {
  readonly items: readonly { readonly failure: { readonly id: string; readonly asset: string } }[];
  readonly total: number;
  readonly counts: { readonly state: Readonly<Record<string, number>> };
}

describe.skipIf(skipWithout("kafka", "postgres"))("two consoles on Kafka and one PostgreSQL", () => {
  it("share the partitions, show the same, one goes on when the other is killed, and another on a dump of their database", async () => {
    const kafka = await startKafka();
    const postgres = await startPostgres();
    const directory = mkdtempSync(join(tmpdir(), "presage-consoles-"));
    const brokers = `127.0.0.1:${kafka.port}`;
    const log = openKafka({ brokers: [brokers], partitions: 4 });
    const url = postgres.createDatabase();
    const env = {
      PRESAGE_BROKER_KIND: "kafka",
      PRESAGE_BROKER_PARTITIONS: "4",
      PRESAGE_BROKER_KAFKA_BROKERS: brokers,
      PRESAGE_CONSOLE_STORE_URL: url.replace("postgres@", ""),
      PRESAGE_CONSOLE_STORE_USERNAME: "postgres",
      PRESAGE_CONSOLE_LOGIN: "off",
      PRESAGE_DATA_DIR: directory,
    };
    await writePlant(log, 40, 12);
    const start = () => startPresage({ args: ["run", "console"], cwd: directory, env });
    const [first, second] = [await start(), await start()];
    onTestFailed(() => void process.stderr.write(`${first.output()}\n${second.output()}\n`));
    const inbox = async ({ httpPort }: { httpPort: number }): Promise<Inbox> =>
      (
        await fetch(`http://127.0.0.1:${httpPort}/api/failures?limit=500&floods=false`)
      ).json() as Promise<Inbox>;
    const total = async (of: { httpPort: number }) => (await inbox(of)).total;
    await expect.poll(() => total(first), { timeout: 30_000 }).toBe(12);
    expect(await total(second)).toBe(12);

    // What is said to one is known to the other as soon as it is answered, whoever owns the asset's partition.
    const { items } = await inbox(first);
    const said = await fetch(`http://127.0.0.1:${first.httpPort}/api/feedback`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        action: "acknowledge",
        targets: items.map(({ failure }) => ({ asset: failure.asset, failure: failure.id })),
      }),
    });
    expect(await said.json()).toEqual({ accepted: 12 });
    expect((await inbox(second)).counts.state).toEqual({ acknowledged: 12 });
    expect(await readTopic(log, feedback)).toHaveLength(12);

    await first.kill();
    await writeFlood(log, 1, 10);
    await expect.poll(() => total(second), { timeout: 60_000 }).toBe(22);

    await second.stop();
    const added = await startPresage({ args: ["user", "add", "Jo"], cwd: directory, env, wait: false });
    expect(await added.exit()).toBe(0);
    const empty = postgres.createDatabase();
    postgres.dumpInto(url, empty);
    await writeFlood(log, 2, 5);
    const restored = { ...env, PRESAGE_CONSOLE_STORE_URL: empty.replace("postgres@", "") };
    const third = await startPresage({ args: ["run", "console"], cwd: directory, env: restored });
    // What was said and who may come in is there, and what the dump lacks is taken in from the log, once.
    await expect.poll(() => total(third), { timeout: 60_000 }).toBe(27);
    expect((await inbox(third)).counts.state["acknowledged"]).toBe(12);
    const users = await startPresage({ args: ["user", "list"], cwd: directory, env: restored, wait: false });
    expect([await users.exit(), users.output()]).toEqual([0, expect.stringContaining("Jo")]);
    await third.stop();
    await log.close();
    await Promise.all([kafka.stop(), postgres.stop()]);
    rmSync(directory, { recursive: true });
  }, 180_000);
});
