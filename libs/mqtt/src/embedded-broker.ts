import { createHash, timingSafeEqual } from "node:crypto";
import { type AddressInfo, type Server, type Socket, createServer } from "node:net";
import { PresageError } from "@presage/contracts";
import { Aedes, type AuthenticateHandler } from "aedes";
import type { Delivery } from "./delivery.ts";
import { FrameLimit } from "./frame-limit.ts";
import { topicFits } from "./topic-filter.ts";

export interface EmbeddedBrokerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** A client that sends a longer packet is disconnected. Default: 16 MiB. */
  readonly maxPacketBytes?: number;
  /** What every client must give. Without it none is asked. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /**
   * Messages on topics that fit a filter are handed to `take` before they are acknowledged or passed on: the publisher's
   * PUBACK or PUBREC waits for it. If it rejects, the publisher is disconnected and sends the message again.
   */
  readonly intake?: {
    readonly filters: readonly string[];
    take(arrival: Pick<Delivery, "topic" | "payload" | "qos" | "receivedAt">): Promise<void>;
  };
}

export interface EmbeddedBroker {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A small MQTT 3.1.1 broker in this process: QoS 0 to 2, retained messages, wills, persistent sessions, all in memory.
 * It has no MQTT 5 and no shared subscriptions, and it acknowledges a publish before the subscribers have it: what must
 * survive the process goes through `intake`, or needs a broker of its own.
 *
 * A subscriber that reads slowly holds the publishers back over TCP; one that reads nothing for a minute is disconnected
 * and finds its QoS 1 and 2 messages in its session.
 * Throws `PORT_IN_USE`.
 */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const { host, port, maxPacketBytes = 16 * 2 ** 20, credentials, intake } = options;
  const aedes = await Aedes.createBroker({
    // MQTT 3.1.1 cannot tell a publisher how many QoS 2 messages may be under way: as many as there are packet ids.
    maxInflightInbound: 65_535,
    // Aedes would take `$share/…` for the name of a topic, and the group would wait for ever.
    authorizeSubscribe: (_client, subscription, done) =>
      done(null, subscription.topic.startsWith("$share/") ? null : subscription),
    ...(credentials && { authenticate: authenticateBy(credentials) }),
    authorizePublish(_client, packet, done) {
      const { topic, qos } = packet;
      if (topic.startsWith("$SYS/")) return done(new Error("$SYS topics are the broker's own"));
      if (intake === undefined || !intake.filters.some((filter) => topicFits(filter, topic)))
        return done(null);
      const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
      void answer(intake.take({ topic, payload, qos, receivedAt: Date.now() }), done);
    },
  });
  mendPubrel(aedes);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.setNoDelay(true);
    limitPackets(socket, maxPacketBytes);
    aedes.handle(socket);
  });
  try {
    await listen(server, host, port);
  } catch (cause) {
    await closeBroker(aedes);
    throw cause;
  }
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `mqtt://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await closeBroker(aedes);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function answer(work: Promise<void>, done: (error: Error | null) => void): Promise<void> {
  try {
    await work;
  } catch (cause) {
    return done(cause as Error);
  }
  done(null);
}

const digest = (text: string | Buffer): Buffer => createHash("sha256").update(text).digest();

function authenticateBy({ username, password }: { username: string; password: string }): AuthenticateHandler {
  const expected = [digest(username), digest(password)] as const;
  return (_client, name, word, done) => {
    // Both are compared always and in constant time, so that how long it takes tells nothing.
    const known = timingSafeEqual(digest(name ?? ""), expected[0]);
    const right = timingSafeEqual(digest(word ?? ""), expected[1]);
    done(null, known && right);
  };
}

interface Outgoing {
  cmd?: string;
  messageId?: number;
  brokerId?: string;
  brokerCounter?: number;
}

/**
 * Aedes finds a queued packet by its broker id and counter, which a PUBREL does not have: with two under way it takes one
 * for the other, and QoS 2 messages stay in the session for good or come twice. Give each an identity of its own.
 */
function mendPubrel(aedes: Aedes): void {
  const { persistence } = aedes as unknown as {
    persistence: { outgoingUpdate(client: unknown, packet: Outgoing): Promise<void> };
  };
  const update = persistence.outgoingUpdate.bind(persistence);
  persistence.outgoingUpdate = (client, packet) => {
    if (packet.cmd === "pubrel" && packet.brokerId === undefined && packet.messageId !== undefined) {
      packet.brokerId = "pubrel";
      packet.brokerCounter = packet.messageId;
    }
    return update(client, packet);
  };
}

/** Aedes gathers a packet of any length before it looks at it: watch the bytes on their way into the socket's buffer. */
function limitPackets(socket: Socket, maxBytes: number): void {
  const limit = new FrameLimit(maxBytes);
  const push = socket.push.bind(socket);
  socket.push = (chunk: Buffer | null, encoding) => {
    if (chunk === null || limit.accepts(chunk)) return push(chunk, encoding);
    socket.destroy();
    return false;
  };
}

const closeBroker = (aedes: Aedes): Promise<void> => new Promise((resolve) => aedes.close(() => resolve()));

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === "EADDRINUSE";
      reject(isTaken ? new PresageError("PORT_IN_USE", `${host}:${port} is in use`, cause) : cause);
    });
    server.listen(port, host, resolve);
  });
}
