import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { afterEach } from "vitest";
import { type EmbeddedBroker, type EmbeddedBrokerOptions, startEmbeddedBroker } from "../embedded-broker.ts";
import { pause } from "../proxy.testkit.ts";
import type { RefusedClient } from "./observer.ts";

/** A broker under test, and what it told. */
export interface Bench extends EmbeddedBroker {
  readonly refused: RefusedClient[];
  readonly dropped: string[];
  /** Milliseconds that clients were held. */
  readonly held: number[];
}

/** Opens what a test needs, and closes it afterwards. */
export function useEmbedded() {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });
  return {
    start: async (options: Partial<EmbeddedBrokerOptions> = {}): Promise<Bench> => {
      const [refused, dropped, held]: [RefusedClient[], string[], number[]] = [[], [], []];
      const broker = await startEmbeddedBroker({
        host: "127.0.0.1",
        port: 0,
        observer: {
          refused: (client) => void refused.push(client),
          dropped: (what) => void dropped.push(what),
          held: (ms) => void held.push(ms),
        },
        ...options,
      });
      cleanups.push(() => broker.close());
      return Object.assign(broker, { refused, dropped, held });
    },
    /** Rejects with the broker's refusal, or because it closed the connection. */
    connect: async (url: string, options: IClientOptions = {}): Promise<MqttClient> => {
      const client = mqtt.connect(url, { reconnectPeriod: 0, ...options });
      cleanups.push(() => client.endAsync(true));
      await new Promise<void>((resolve, reject) => {
        client.once("connect", () => resolve());
        client.on("error", reject);
        client.once("close", () => reject(new Error("the broker closed the connection")));
      });
      return client;
    },
    onEnd: (cleanup: () => unknown) => void cleanups.push(cleanup),
  };
}

/** Topics of what a client gets, in order. */
export function topicsOf(client: MqttClient): string[] {
  const topics: string[] = [];
  client.on("message", (topic) => void topics.push(topic));
  return topics;
}

/** Long enough for a message to come, if one comes. */
export const settle = (): Promise<void> => pause(150);
