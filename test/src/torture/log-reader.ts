import {
  alarms,
  type Contract,
  failures,
  features,
  groups,
  predictions,
  rejected,
  samples,
} from "@presage/contracts";
import type { Broker } from "@presage/stream";
import type { Log, Logged } from "./evidence.ts";

/** All committed entries of a topic but heartbeats, in the order of partition and offset. */
async function read<V>(broker: Broker, contract: Contract<V>): Promise<Logged<V>[]> {
  const all: Logged<V>[] = [];
  for (let partition = 0; partition < broker.partitions; partition++)
    for (let from = 0; ;) {
      const page = await broker.read(contract.topic, partition, from);
      const last = page.at(-1);
      if (last === undefined) break;
      from = last.offset + 1;
      for (const { key, time, value, offset } of page)
        if (value.byteLength > 0) all.push({ ...contract.decode(key, time, value), partition, offset });
    }
  return all;
}

export const readLog = async (broker: Broker): Promise<Log> => ({
  samples: await read(broker, samples),
  rejected: await read(broker, rejected),
  features: await read(broker, features),
  predictions: await read(broker, predictions),
  alarms: await read(broker, alarms),
  failures: await read(broker, failures),
  groups: await read(broker, groups),
});
