import type { Socket } from "node:net";
import type { Client, PublishPacket, Subscription } from "aedes";
import type { Delivery } from "./delivery.ts";
import { Attempts } from "./embedded/attempts.ts";
import { openCore } from "./embedded/core.ts";
import { addressOf, Crowd } from "./embedded/crowd.ts";
import { certificateName, type Door, openDoor, type ServerTls } from "./embedded/doors.ts";
import { type BrokerLimits, DEFAULT_LIMITS } from "./embedded/limits.ts";
import type { EmbeddedBrokerObserver, RefusedClient } from "./embedded/observer.ts";
import { type Throttle, throttle } from "./embedded/throttle.ts";
import { type Access, type BrokerUser, type Credentials, Users } from "./embedded/users.ts";
import { topicFits } from "./topic-filter.ts";

export interface EmbeddedBrokerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Listen with TLS there. Presage's own connections then come in by a port of their own on loopback. */
  readonly tls?: ServerTls;
  /** Presage's own, with all rights. Without these and without users nobody is asked. */
  readonly credentials?: Credentials;
  /** Who else may come in, and what for. */
  readonly users?: readonly BrokerUser[];
  /** Default: `DEFAULT_LIMITS`. */
  readonly limits?: Partial<BrokerLimits>;
  readonly observer?: EmbeddedBrokerObserver;
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
  /** Where devices connect. */
  readonly url: string;
  /** Where Presage itself connects, without TLS: the same, or a port on loopback that takes its own credentials only. */
  readonly ownUrl: string;
  close(): Promise<void>;
}

/** What is known of a connection. */
interface Connection {
  readonly address: string;
  /** It came by the port for Presage itself. */
  readonly own: boolean;
  readonly throttle: Throttle;
  readonly patience: NodeJS.Timeout;
  access?: Access;
}

/**
 * A small MQTT 3.1.1 broker in this process: QoS 0 to 2, retained messages, wills, persistent sessions, all in memory and
 * within limits. It has no MQTT 5 and no shared subscriptions, and it acknowledges a publish before the subscribers have it:
 * what must survive the process goes through `intake`, or needs a broker of its own.
 *
 * A subscriber that reads slowly holds the publishers back over TCP; one that reads nothing for a minute is disconnected
 * and finds its QoS 1 and 2 messages in its session. A client that publishes where it may not is disconnected, as MQTT
 * 3.1.1 knows no other way to say so.
 * Throws `PORT_IN_USE`, `CONFIG_INVALID` for a certificate or key that is none.
 */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const { host, port, tls, intake, observer = {} } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const users = new Users(options.credentials, options.users ?? []);
  const attempts = new Attempts();
  const crowd = new Crowd({ all: limits.connections, perAddress: limits.connectionsPerAddress }, (count) =>
    observer.connections?.(count),
  );
  const connections = new WeakMap<object, Connection>();
  const connectionOf = (client: Client | null): Connection | undefined =>
    client === null ? undefined : connections.get(client.conn);

  function refuse(reason: RefusedClient["reason"], of: Client | null, topic?: string): void {
    const { address = "", access } = connectionOf(of) ?? {};
    observer.refused?.({
      reason,
      address,
      ...(access !== undefined && { username: access.username }),
      ...(topic !== undefined && { topic }),
    });
  }

  async function login(client: Client, username: string | undefined, password: Buffer | undefined) {
    const { conn, id: clientId } = client;
    const connection = connectionOf(client);
    if (connection === undefined) return undefined;
    const certificate = certificateName(conn);
    const claim = { clientId, username, password, certificate };
    const known = users.has(username) ? username : "";
    const access = await attempts.run(`${connection.address} ${known}`, () => {
      const found = users.admit(claim);
      return connection.own && found?.own !== true ? undefined : found;
    });
    if (access === undefined || access === "postponed") {
      refuse(access === undefined ? "login" : "attempts", client);
      return access === undefined ? NOT_AUTHORISED : UNAVAILABLE;
    }
    connection.access = access;
    if (!core.sessions.claim(clientId, access.username, client)) {
      refuse("client-id", client);
      return ID_REFUSED;
    }
    if (access.own) connection.throttle.lift();
    return undefined;
  }

  async function publish(client: Client | null, packet: PublishPacket): Promise<void> {
    const { topic } = packet;
    const access = connectionOf(client)?.access;
    if (client === null || access === undefined || topic.startsWith("$SYS/") || !access.mayPublish(topic)) {
      refuse("publish", client, topic);
      throw new Error(`${topic} is not for this client to publish to`);
    }
    if (packet.retain && !access.own && !core.retained.fits(packet)) {
      packet.retain = false;
      observer.dropped?.("retained");
    }
    if (intake === undefined || !intake.filters.some((filter) => topicFits(filter, topic))) return;
    // One that was taken before its PUBREC was lost is not taken again.
    if (packet.qos === 2 && packet.dup && (await core.isTaken(client, packet))) return;
    const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
    await intake.take({ topic, payload, qos: packet.qos, receivedAt: Date.now() });
  }

  // Aedes would take `$share/…` for the name of a topic, and the group would wait for ever.
  const maySubscribe = (client: Client, { topic }: Subscription): boolean =>
    !topic.startsWith("$share/") && connectionOf(client)?.access?.maySubscribe(topic) === true;

  const core = await openCore(limits, observer, {
    greeted: (client) => clearTimeout(connectionOf(client)?.patience),
    login,
    publish,
    maySubscribe,
    refusedSubscription: (client, topic) => refuse("subscribe", client, topic),
  });

  function handle(socket: Socket, own: boolean): void {
    if (socket.destroyed) return;
    const address = addressOf(socket);
    const told = (reason: RefusedClient["reason"]): void => observer.refused?.({ reason, address });
    const patience = setTimeout(() => {
      told("silent");
      socket.destroy();
    }, limits.connectMs);
    socket.once("close", () => clearTimeout(patience));
    connections.set(socket, {
      address,
      own,
      patience,
      throttle: throttle(
        socket,
        {
          maxPacketBytes: limits.packetBytes,
          rates: { messages: limits.messageRate, bytes: limits.byteRate },
        },
        { tooLong: () => told("packet-size"), held: (ms) => observer.held?.(ms) },
      ),
    });
    core.handle(socket);
  }

  const open = (at: { host: string; port: number; tls?: ServerTls }, own: boolean): Promise<Door> =>
    openDoor({
      ...at,
      admit(socket) {
        const admitted = crowd.admit(socket);
        if (!admitted) observer.refused?.({ reason: "connections", address: addressOf(socket) });
        return admitted;
      },
      entered: (socket) => handle(socket, own),
      failed: (socket) => observer.refused?.({ reason: "tls", address: addressOf(socket) }),
    });

  const doors: Door[] = [];
  async function close(): Promise<void> {
    await core.close();
    await Promise.all(doors.map((door) => door.close()));
  }
  try {
    doors.push(await open({ host, port, ...(tls !== undefined && { tls }) }, false));
    if (tls !== undefined) doors.push(await open({ host: LOOPBACK, port: 0 }, true));
  } catch (cause) {
    await close();
    throw cause;
  }
  const scheme = tls === undefined ? "mqtt" : "mqtts";
  const url = `${scheme}://${host.includes(":") ? `[${host}]` : host}:${doors[0]?.port ?? port}`;
  return { url, ownUrl: doors[1] === undefined ? url : `mqtt://${LOOPBACK}:${doors[1].port}`, close };
}

const LOOPBACK = "127.0.0.1";

/** Return codes of CONNACK: MQTT 3.1.1, table 3.1. */
const ID_REFUSED = 2;
const UNAVAILABLE = 3;
const NOT_AUTHORISED = 5;
