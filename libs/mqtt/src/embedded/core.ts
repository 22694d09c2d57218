import type { Socket } from "node:net";
import type { AuthenticateError, Client, PublishPacket, Subscription } from "aedes";
import type { BrokerLimits } from "./limits.ts";
import type { EmbeddedBrokerObserver } from "./observer.ts";
import { Queues, type StoredPacket } from "./queues.ts";
import { RetainedStock } from "./retained.ts";
import { Sessions } from "./sessions.ts";

/** What the broker asks of who runs it. */
export interface CoreHooks {
  /** CONNECT came. */
  greeted(client: Client): void;
  /** Undefined lets the client in, a return code of CONNACK does not. */
  login(
    client: Client,
    username: string | undefined,
    password: Buffer | undefined,
  ): Promise<number | undefined>;
  /** Rejecting disconnects the client. */
  publish(client: Client | null, packet: PublishPacket): Promise<void>;
  maySubscribe(client: Client, subscription: Subscription): boolean;
  refusedSubscription(client: Client, filter: string): void;
}

export interface Core {
  readonly sessions: Sessions;
  readonly retained: RetainedStock;
  handle(socket: Socket): void;
  /** Whether a QoS 2 message was taken and its handshake is under way. */
  isTaken(client: Client, packet: PublishPacket): Promise<boolean>;
  close(): Promise<void>;
}

/** The methods of Aedes's persistence that are replaced or called here. */
interface Persistence {
  outgoingEnqueue: Queues["outgoingEnqueue"];
  outgoingEnqueueCombi: Queues["outgoingEnqueueCombi"];
  outgoingUpdate: Queues["outgoingUpdate"];
  outgoingClearMessageId: Queues["outgoingClearMessageId"];
  outgoingStream: Queues["outgoingStream"];
  storeRetained(packet: PublishPacket): Promise<void>;
  addSubscriptions(client: Client, subscriptions: readonly Subscription[]): Promise<void>;
  cleanSubscriptions(client: { readonly id: string }): Promise<void>;
  incomingStorePacket(client: Client, packet: StoredPacket): Promise<void>;
  incomingGetPacket(client: Client, packet: PublishPacket): Promise<unknown>;
  cleanIncoming(client: { readonly id: string }): Promise<void>;
}

const NOTHING = Buffer.alloc(0);

/** Aedes, with what it keeps in memory bounded. */
export async function openCore(
  limits: BrokerLimits,
  observer: EmbeddedBrokerObserver,
  hooks: CoreHooks,
): Promise<Core> {
  const retained = new RetainedStock({ messages: limits.retainedMessages, bytes: limits.retainedBytes });
  const queues = new Queues({ messages: limits.queuedMessages, bytes: limits.queuedBytes }, () =>
    observer.dropped?.("queued"),
  );
  const granted = new WeakMap<Client, Set<string>>();
  /** Grants at once, as Aedes looks at all filters of a SUBSCRIBE before it notes the first. */
  function grant(client: Client, subscription: Subscription): boolean {
    const filters = granted.get(client) ?? new Set();
    granted.set(client, filters);
    if (filters.has(subscription.topic)) return true;
    if (filters.size >= limits.subscriptionsPerClient || !hooks.maySubscribe(client, subscription))
      return false;
    filters.add(subscription.topic);
    return true;
  }
  // Only who runs it loads it: that takes a tenth of a second.
  const { Aedes } = await import("aedes");
  const aedes = await Aedes.createBroker({
    // MQTT 3.1.1 cannot tell a publisher how many QoS 2 messages may be under way: as many as there are packet ids.
    maxInflightInbound: 65_535,
    // Ours comes first, and says why.
    connectTimeout: 2 * limits.connectMs,
    preConnect(client, _packet, done) {
      hooks.greeted(client);
      done(null, true);
    },
    authenticate: (client, username, password, done) =>
      void answer(hooks.login(client, username, password), (error, code) =>
        code === undefined && error === null ? done(null, true) : done(refusal(code), false),
      ),
    authorizeSubscribe(client, subscription, done) {
      const isGranted = grant(client, subscription);
      if (!isGranted) hooks.refusedSubscription(client, subscription.topic);
      done(null, isGranted ? subscription : null);
    },
    authorizePublish: (client, packet, done) =>
      void answer(hooks.publish(client, packet), (error) => done(error)),
  });
  const { persistence } = aedes as unknown as { persistence: Persistence };
  const storeRetained = persistence.storeRetained.bind(persistence);
  const addSubscriptions = persistence.addSubscriptions.bind(persistence);
  const incomingStorePacket = persistence.incomingStorePacket.bind(persistence);
  Object.assign(persistence, {
    outgoingEnqueue: queues.outgoingEnqueue.bind(queues),
    outgoingEnqueueCombi: queues.outgoingEnqueueCombi.bind(queues),
    outgoingUpdate: queues.outgoingUpdate.bind(queues),
    outgoingClearMessageId: queues.outgoingClearMessageId.bind(queues),
    outgoingStream: queues.outgoingStream.bind(queues),
    storeRetained(packet) {
      retained.store(packet);
      return storeRetained(packet);
    },
    // Aedes would store all filters of a SUBSCRIBE once one of them is granted, and send what fits them later.
    addSubscriptions: (client, subscriptions) =>
      addSubscriptions(
        client,
        subscriptions.filter(({ topic }) => granted.get(client)?.has(topic)),
      ),
    // Only its packet id is asked for again.
    incomingStorePacket: (client, packet) => incomingStorePacket(client, { ...packet, payload: NOTHING }),
  } satisfies Partial<Persistence>);

  const sessions = new Sessions(limits.connections, (id) => {
    queues.drop(id);
    void persistence.cleanSubscriptions({ id });
    void persistence.cleanIncoming({ id });
  });
  aedes.on("unsubscribe", (filters, client) => {
    for (const filter of filters) granted.get(client)?.delete(filter);
  });
  aedes.on("clientDisconnect", (client) => {
    if (sessions.left(client.id, client)) queues.drop(client.id);
  });

  return {
    sessions,
    retained,
    handle: (socket) => void aedes.handle(socket),
    isTaken: (client, packet) =>
      persistence.incomingGetPacket(client, packet).then(
        () => true,
        () => false,
      ),
    close: () => new Promise((resolve) => aedes.close(() => resolve())),
  };
}

const refusal = (code: number | undefined): AuthenticateError =>
  Object.assign(new Error("refused"), { returnCode: code ?? 5 });

async function answer<T>(work: Promise<T>, done: (error: Error | null, result?: T) => void): Promise<void> {
  let result: T;
  try {
    result = await work;
  } catch (cause) {
    return done(cause as Error);
  }
  done(null, result);
}
