import { type Server, skipWithout, startKafka } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Batches } from "./batches.ts";
import { closeNow } from "./close.ts";
import { openKafka } from "./kafka.ts";
import { LogProducer } from "./log-producer.ts";
import { settle } from "./options.ts";

describe.skipIf(skipWithout("kafka"))("what a reader is shown of a producer that aborts now and then", () => {
  let server: Server;
  beforeAll(async () => {
    server = await startKafka();
  });
  afterAll(() => server?.stop());

  it("is all that it committed and nothing else, also between two aborted transactions", async () => {
    const options = { brokers: [`127.0.0.1:${server.port}`], partitions: 1, prefix: "aborting." };
    const broker = openKafka(options);
    await broker.append("words", [{ key: "a", time: 1, value: new TextEncoder().encode("first") }]);
    const producer = new LogProducer(settle(options), "aborting");
    const write = async (word: string, end: "commit" | "abort"): Promise<void> => {
      const transaction = await producer.beginTransaction();
      const batches = new Batches(1);
      batches.add("aborting.words", [{ key: "a", time: 1, value: new TextEncoder().encode(word) }]);
      for (const messages of batches.parcels()) await transaction.send({ messages });
      await transaction[end]();
    };
    await write("lost", "abort");
    await write("one", "commit");
    await write("lost too", "abort");
    await write("two", "commit");
    const words = (await broker.read("words", 0, 0)).map(({ value }) => new TextDecoder().decode(value));
    expect(words).toEqual(["first", "one", "two"]);
    await closeNow(producer);
    await broker.close();
  });
});
