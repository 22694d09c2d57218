import { openSource, type Source } from "@presage/mqtt";
import {
  decodePresence,
  type EdgeMessage,
  type EdgeMetrics,
  EdgeState,
  type HostPresence,
  type NodeId,
  stateTopic,
} from "@presage/sparkplug";

/** A simulated edge node of Sparkplug B with a connection of its own. */
export interface EdgeNode {
  readonly connected: boolean;
  /** Whether it is born, and so publishes instead of storing. */
  readonly online: boolean;
  /** Publishes what has changed; stores it while its primary host is away. */
  put(device: string, metrics: EdgeMetrics): Promise<void>;
  /** The next messages of `put` get lost on the way. */
  lose(messages: number): void;
  /** How often it published its births. */
  readonly births: number;
  /** Ends as intended, with a death certificate. */
  close(): Promise<void>;
}

/** Starts an edge node, which waits for its primary host if it has one. */
export function startEdgeNode(url: string, id: NodeId, primaryHost?: string): EdgeNode {
  const state = new EdgeState(id, 255);
  const stored: { readonly device: string; readonly metrics: EdgeMetrics }[] = [];
  let presence: HostPresence | undefined;
  let births = 0;
  let losing = 0;
  let source: Source | undefined;
  let closed = false;

  const publish = async (messages: readonly EdgeMessage[]): Promise<void> => {
    for (const message of messages) await source?.publish(message);
  };

  /** Births, then what was stored meanwhile. */
  async function begin(): Promise<void> {
    births++;
    await publish(state.birth(Date.now()));
    for (const { device, metrics } of stored.splice(0))
      await publish(state.history(device, [metrics], Date.now()));
  }

  async function obey(topic: string, payload: Buffer): Promise<void> {
    if (primaryHost === undefined || topic !== stateTopic(primaryHost)) {
      const again = state.command(topic, payload, Date.now());
      if (again.length > 0) births++;
      return publish(again);
    }
    const next = decodePresence(payload);
    if (next === undefined || next.timestamp < (presence?.timestamp ?? 0)) return;
    presence = next;
    if (next.online && !state.born) await begin();
    // Sparkplug 3.0.0, 5.5: disconnect from this server, and try the next one, which is the same here.
    else if (!next.online && state.born) void reconnect();
  }

  function connect(): void {
    source = openSource(
      {
        url,
        clientId: `edge-${id.group}-${id.node}`,
        version: 4,
        clean: true,
        will: () => state.connecting(Date.now()),
        subscriptions: [
          ...state.commandFilters.map((filter) => ({ filter, qos: 1 as const })),
          ...(primaryHost === undefined ? [] : [{ filter: stateTopic(primaryHost), qos: 1 } as const]),
        ],
        retry: { firstMs: 50, maxMs: 200 },
        onState(at) {
          if (at.status === "connected" && primaryHost === undefined) void begin();
        },
      },
      async (arrivals) => {
        for (const { topic, payload } of arrivals) await obey(topic, payload);
      },
    );
  }

  async function disconnect(): Promise<void> {
    const old = source;
    source = undefined;
    await old?.publish(state.death(Date.now())).catch(() => undefined);
    await old?.close();
  }
  async function reconnect(): Promise<void> {
    await disconnect();
    if (!closed) connect();
  }
  connect();

  return {
    get connected() {
      return source?.state.status === "connected";
    },
    get online() {
      return state.born && source?.state.status === "connected";
    },
    get births() {
      return births;
    },
    lose: (messages) => void (losing = messages),
    async put(device, metrics) {
      const { online } = this;
      const messages = state.put(device, metrics, Date.now());
      if (!online) stored.push({ device, metrics });
      else if (losing > 0) losing--;
      else await publish(messages);
    },
    async close() {
      closed = true;
      await disconnect();
    },
  };
}
