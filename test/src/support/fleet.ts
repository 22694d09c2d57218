import { setTimeout as delay } from "node:timers/promises";
import { samples } from "@presage/contracts";
import type { Broker } from "@presage/stream";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";

/** MQTT.js does not honour the receive maximum of a broker; 10 is what HiveMQ takes. */
const WINDOW = 8;

type Version = 4 | 5;
type Qos = 0 | 1 | 2;

/** What devices published with one version and QoS, by number. */
export interface Ledger {
  readonly version: Version;
  readonly qos: Qos;
  readonly published: Set<number>;
  /** QoS 0: written to the socket. */
  readonly acknowledged: Set<number>;
}

/** Publishes numbers as devices do that send again what was not acknowledged: one client for each version, all QoS on each. */
export async function startDevices(
  connection: IClientOptions,
  { versions, qos }: { readonly versions: readonly Version[]; readonly qos: readonly Qos[] },
) {
  const ledgers: Ledger[] = [];
  const clients: MqttClient[] = [];
  for (const version of versions) {
    const client = await mqtt.connectAsync({
      ...connection,
      clientId: `device-${version}`,
      clean: false,
      protocolVersion: version,
      ...(version === 5 && { properties: { sessionExpiryInterval: 3_600 } }),
      reconnectPeriod: 50,
    });
    client.on("error", () => {});
    clients.push(client);
    for (const each of qos)
      ledgers.push({ version, qos: each, published: new Set(), acknowledged: new Set() });
  }
  let next = 0;
  const underWay = new Set<Promise<void>>();
  /** By client, QoS 1 and 2 messages that are not acknowledged. */
  const inflight = clients.map(() => 0);

  async function publish(ledger: Ledger, device: number, number: number): Promise<void> {
    const topic = `plant/s/a/l/press-7/v${ledger.version}q${ledger.qos}`;
    const weight = ledger.qos > 0 ? 1 : 0;
    inflight[device] = (inflight[device] ?? 0) + weight;
    try {
      await clients[device]?.publishAsync(topic, JSON.stringify({ v: number }), { qos: ledger.qos });
      ledger.acknowledged.add(number);
    } catch {
      // MQTT.js gives up what it had not sent when the connection breaks again.
    }
    inflight[device] = (inflight[device] ?? 0) - weight;
  }

  /** One message of each version and QoS, if the client may send one. */
  async function round(): Promise<void> {
    for (const ledger of ledgers) {
      const device = versions.indexOf(ledger.version);
      if (ledger.qos > 0 && (inflight[device] ?? 0) >= WINDOW) continue;
      const number = next++;
      ledger.published.add(number);
      const sent = publish(ledger, device, number).finally(() => underWay.delete(sent));
      underWay.add(sent);
    }
    await delay(5);
  }

  return {
    ledgers,
    /** Publishes so many of each version and QoS. */
    async send(rounds: number): Promise<void> {
      for (let i = 0; i < rounds; i++) await round();
    },
    /** Publishes until what is returned is called, which resolves when all is acknowledged or given up. */
    flow(): () => Promise<void> {
      let stopped = false;
      const flowing = (async () => {
        while (!stopped) await round();
      })();
      return async () => {
        stopped = true;
        await flowing;
        await this.settled();
      };
    },
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close(): void {
      for (const client of clients) client.end(true);
    },
  };
}

/** How often each number is in the log. */
export async function countsIn(log: Broker): Promise<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>();
  for (let partition = 0; partition < log.partitions; partition++)
    for (let from = 0; ;) {
      const page = await log.read(samples.topic, partition, from);
      const last = page.at(-1);
      if (last === undefined) break;
      from = last.offset + 1;
      for (const entry of page.filter((e) => e.value.byteLength > 0)) {
        const number = samples.decode(entry.key, entry.time, entry.value).value.values[0] ?? NaN;
        counts.set(number, (counts.get(number) ?? 0) + 1);
      }
    }
  return counts;
}

/** What came of a ledger. */
export interface Outcome {
  readonly version: Version;
  readonly qos: Qos;
  readonly acknowledged: number;
  /** Acknowledged and not in the log. */
  readonly lost: number;
  /** In the log more than once. */
  readonly repeated: number;
}

export const outcomeOf = (
  { version, qos, acknowledged, published }: Ledger,
  counts: ReadonlyMap<number, number>,
): Outcome => ({
  version,
  qos,
  acknowledged: acknowledged.size,
  lost: [...acknowledged].filter((n) => !counts.has(n)).length,
  repeated: [...published].filter((n) => (counts.get(n) ?? 0) > 1).length,
});
