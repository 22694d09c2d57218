import { type Contract, hasCode, type Message } from "@presage/contracts";
import type { Broker } from "@presage/stream";

/** All messages of a topic, partition after partition, each in its order. What is none, as a heartbeat, is passed over. */
export async function* readLog<V>(broker: Broker, contract: Contract<V>): AsyncGenerator<Message<V>> {
  for (let partition = 0; partition < broker.partitions; partition++)
    for (let offset = 0; ;) {
      const entries = await broker.read(contract.topic, partition, offset);
      const last = entries.at(-1);
      if (last === undefined) break;
      for (const { key, time, value } of entries) {
        if (value.byteLength === 0) continue;
        try {
          yield contract.decode(key, time, value);
        } catch (error) {
          if (!hasCode(error, "MESSAGE_MALFORMED")) throw error;
        }
      }
      offset = last.offset + 1;
    }
}
