import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Broker, Claim } from "@presage/stream";
import { type Server, skipWithout, startKafka, tied } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openKafka } from "./kafka.ts";

const PARTITIONS = 2;
const ENTRIES = 400;
const GROUP = { name: "features", topics: ["samples"] };

/**
 * A group member in a process of its own, as built: copies entry by entry, each in a commit, and says what it did.
 * Text, since Node.js 20 runs no TypeScript.
 */
const MEMBER = `
import { openKafka } from "@presage/kafka";
const broker = openKafka(JSON.parse(process.argv[1]));
await broker.join({ ...${JSON.stringify(GROUP)}, onError: (error) => console.log(error.code) }, async (claim) => {
  console.log("claimed");
  while (!claim.signal.aborted)
    for (const { key, time, value, partition, offset } of await claim.poll()) {
      if (claim.signal.aborted) return;
      await claim.commit({
        outputs: [{ topic: "features", entries: [{ key, time, value, partition }] }],
        states: new Map([["last", value]]),
        offsets: new Map([["samples", offset + 1]]),
      });
      console.log("committed");
    }
});
`;

const textOf = (value: Uint8Array): string => new TextDecoder().decode(value);

async function readAll(broker: Broker, topic: string): Promise<string[]> {
  const texts: string[] = [];
  for (let partition = 0; partition < PARTITIONS; partition++)
    for (let from = 0; ;) {
      const page = await broker.read(topic, partition, from);
      const last = page.at(-1);
      if (last === undefined) break;
      texts.push(...page.map((entry) => textOf(entry.value)));
      from = last.offset + 1;
    }
  return texts;
}

describe.skipIf(skipWithout("kafka"))("a process that was stopped while it owned a partition", () => {
  let server: Server;
  let member: ChildProcess | undefined;
  beforeAll(async () => {
    server = await startKafka();
  });
  afterAll(async () => {
    member?.kill("SIGKILL");
    await server?.stop();
  });

  it("cannot write any more when it wakes, and everything is in the log once", async () => {
    const options = {
      brokers: [`127.0.0.1:${server.port}`],
      partitions: PARTITIONS,
      prefix: "zombie.",
      sessionTimeout: 6_000,
    };
    const broker = openKafka(options);
    const inputs = Array.from({ length: ENTRIES }, (_, i) => String(i));
    await broker.append(
      "samples",
      inputs.map((text, i) => ({ key: `asset-${i % 10}`, time: i, value: new TextEncoder().encode(text) })),
    );

    const [file, ...args] = tied([
      process.execPath,
      "--input-type=module",
      "-e",
      MEMBER,
      JSON.stringify(options),
    ]);
    member = spawn(file, args, {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said: string[] = [];
    if (member.stdout) createInterface(member.stdout).on("line", (line) => said.push(line));
    const times = (word: string): number => said.filter((line) => line === word).length;
    await expect.poll(() => times("committed"), { timeout: 30_000, interval: 5 }).toBeGreaterThan(20);
    member.kill("SIGSTOP");
    const before = times("committed");

    // Another member takes over both partitions, and works a little.
    const taken = new Map<number, Claim>();
    const membership = await broker.join(GROUP, async (claim) => {
      taken.set(claim.partition, claim);
      while (!claim.signal.aborted)
        for (const { key, time, value, partition, offset } of await claim.poll()) {
          if (claim.signal.aborted) return;
          await claim.commit({
            outputs: [{ topic: "features", entries: [{ key, time, value, partition }] }],
            states: new Map([["last", value]]),
            offsets: new Map([["samples", offset + 1]]),
          });
        }
    });
    await expect.poll(() => taken.size, { timeout: 30_000 }).toBe(PARTITIONS);
    expect(before).toBeLessThan(ENTRIES);
    member.kill("SIGCONT");
    await expect.poll(() => times("BROKER_FENCED"), { timeout: 20_000 }).toBeGreaterThan(0);

    await expect.poll(() => broker.lag(GROUP).then((lag) => lag.get("samples")), { timeout: 30_000 }).toBe(0);
    const outputs = await readAll(broker, "features");
    expect(outputs.toSorted()).toEqual(inputs.toSorted());
    for (let i = 0; i < 10; i++) {
      const ofAsset = outputs.filter((text) => Number(text) % 10 === i).map(Number);
      expect(ofAsset, `order of asset-${i}`).toEqual(ofAsset.toSorted((a, b) => a - b));
    }
    await membership.close();
    await broker.close();
    const exited = once(member, "exit");
    member.kill("SIGKILL");
    await exited;
  }, 120_000);
});
