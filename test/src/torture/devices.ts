import { setTimeout as delay } from "node:timers/promises";
import mqtt, { type MqttClient } from "mqtt";
import type { Sent } from "./evidence.ts";
import { assetsOf, postOf } from "./load.ts";

/** Some messages of each device that are neither late nor repeated, over more than a window, so that the ones before are closed. */
const CLOSING = 8;

export interface Devices {
  readonly sent: readonly Sent[];
  /** So far their clocks are ahead, milliseconds. */
  skewMs: number;
  /** Sends on, each device one message in so many milliseconds, until `stop` is aborted and all is acknowledged. */
  flow(everyMs: number, stop: AbortSignal): Promise<void>;
  /** A few plain messages of each, over `ms`. */
  closing(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Devices that keep what they have until it is acknowledged, one message under way each, and send it again. */
export function startDevices(url: string, seed: number, count: number): Devices {
  const sent: Sent[] = [];
  const assets = assetsOf(count);
  const clients = assets.map((_, i): MqttClient => {
    const client = mqtt.connect(url, {
      clientId: `device-${i}`,
      clean: false,
      reconnectPeriod: 200,
      connectTimeout: 5_000,
      keepalive: 5,
    });
    client.on("error", () => {});
    return client;
  });
  const next = assets.map(() => 0);

  async function send(device: number, plain: boolean): Promise<void> {
    const [client, asset] = [clients[device], assets[device]];
    if (client === undefined || asset === undefined) return;
    const n = next[device] ?? 0;
    next[device] = n + 1;
    const post = postOf(seed, device, asset, n, plain);
    const { sensor, seq, good, topic } = post;
    const now = Date.now() + devices.skewMs;
    const payload = post.payload(now - post.behindMs);
    const entry: Sent = { asset, sensor, seq, good };
    sent.push(entry);
    for (let left: number = post.times; left > 0;)
      try {
        await client.publishAsync(topic, payload, { qos: 1 });
        entry.acknowledgedAt ??= Date.now();
        left--;
      } catch {
        // MQTT.js gives up what it had not sent when the connection breaks again.
        await delay(100);
      }
  }

  const devices: Devices = {
    sent,
    skewMs: 0,
    async flow(everyMs, stop) {
      await Promise.all(
        assets.map(async (_, device) => {
          await delay((everyMs * device) / assets.length);
          while (!stop.aborted) {
            await send(device, false);
            await delay(everyMs, undefined, { signal: stop }).catch(() => undefined);
          }
        }),
      );
    },
    async closing(ms) {
      for (let i = 0; i < CLOSING; i++) {
        await Promise.all(assets.map((_, device) => send(device, true)));
        await delay(ms / CLOSING);
      }
    },
    async close() {
      await Promise.all(clients.map((client) => client.endAsync(true)));
    },
  };
  return devices;
}
