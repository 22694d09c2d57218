import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { Delivery, Handler } from "./delivery.ts";
import { Gate, type Proxy, startProxy, until } from "./proxy.testkit.ts";
import { type Sink, openSink } from "./sink.ts";
import { type Source, type SourceOptions, openSource } from "./source.ts";

/** A broker to test on. */
export interface BrokerUnderTest {
  readonly url: string;
  close(): Promise<void>;
}

/** What the tests of a source need; everything opened is closed after each test. */
export interface Workbench {
  /** A topic level that no other test uses; also the client id of its sources. */
  readonly space: string;
  readonly sink: Sink;
  /** Opens a source on `<space>/#` and waits until it has subscribed. */
  open(handler: Handler, options?: Partial<SourceOptions>): Promise<Source>;
  /** A proxy on the way to the broker. */
  proxied(): Promise<Proxy>;
  newGate(): Gate;
  /** Publishes the number as text on `<space>/<number>`. */
  publish(id: number | string, qos?: 0 | 1 | 2, retain?: boolean): Promise<void>;
  /** Publishes the numbers from one up to, but not including, another. */
  publishAll(from: number, to: number, qos?: 0 | 1 | 2): Promise<unknown>;
}

export const idOf = (m: Delivery): number => Number(m.payload.toString());
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

export function useWorkbench(start: () => Promise<BrokerUnderTest>): Workbench {
  let server: BrokerUnderTest | undefined;
  let sink: Sink | undefined;
  let space = "";
  let opened: Source[] = [];
  let proxies: Proxy[] = [];
  let gates: Gate[] = [];
  const url = (): string => server?.url ?? "";
  const theSink = (): Sink => {
    if (sink === undefined) throw new Error("before the tests");
    return sink;
  };

  beforeAll(async () => {
    server = await start();
    sink = openSink({ url: server.url, clientId: `publisher-${randomUUID()}` });
  });
  beforeEach(() => {
    space = `test-${randomUUID()}`;
  });
  afterEach(async () => {
    for (const gate of gates) gate.open();
    await Promise.all(opened.map((source) => source.close()));
    await Promise.all(proxies.map((proxy) => proxy.close()));
    opened = [];
    proxies = [];
    gates = [];
  });
  afterAll(async () => {
    await sink?.close();
    await server?.close();
  });

  const publish: Workbench["publish"] = (id, qos = 1, retain = false) =>
    theSink().publish({ topic: `${space}/${id}`, payload: String(id), qos, retain });
  return {
    get space() {
      return space;
    },
    get sink() {
      return theSink();
    },
    async open(handler, options = {}) {
      const source = openSource(
        {
          url: url(),
          clientId: space,
          subscriptions: [{ filter: `${space}/#`, qos: 2 }],
          retry: { firstMs: 20, maxMs: 200, refusedMs: 400 },
          ...options,
        },
        handler,
      );
      opened.push(source);
      await until("connected", () => source.state.status === "connected");
      return source;
    },
    async proxied() {
      const proxy = await startProxy(url());
      proxies.push(proxy);
      return proxy;
    },
    newGate() {
      const gate = new Gate();
      gates.push(gate);
      return gate;
    },
    publish,
    publishAll: (from, to, qos) =>
      Promise.all(Array.from({ length: to - from }, (_, i) => publish(from + i, qos))),
  };
}
