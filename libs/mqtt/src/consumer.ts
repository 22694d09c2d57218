import { PresageError } from "@presage/contracts";
import type { IPublishPacket, Packet } from "mqtt-packet";
import { type Connection, type ConnectionOptions, openConnection } from "./connection.ts";
import type { ExactlyOnce } from "./exactly-once.ts";
import { type Batch, Inflight, type InflightLimits } from "./inflight.ts";
import type { Handler, Subscription } from "./delivery.ts";
import { Outgoing, type Remark } from "./outgoing.ts";
import { subscriptionRefusal } from "./refusal.ts";
import { type Incoming, PUBCOMP, PUBREC, incoming, replies, reply } from "./incoming.ts";

export interface ConsumerOptions {
  readonly connection: ConnectionOptions;
  readonly limits: InflightLimits;
  readonly subscriptions: readonly Subscription[];
  /** Subscribe even if the broker has kept the session: its subscriptions may be those of an earlier configuration. */
  readonly subscribe: boolean;
  readonly handler: Handler;
  /** QoS 2 state of the session. */
  readonly exactlyOnce: ExactlyOnce;
  /** The broker accepted the connection and all subscriptions. */
  readonly onConnected: (sessionPresent: boolean) => void;
}

/** How a connection ended. */
export interface ConsumerEnd {
  readonly error: Error;
  /** Whether the handler was the reason. */
  readonly rejected: boolean;
  /** Messages handled. */
  readonly handled: number;
}

export interface Consumer {
  readonly messages: number;
  readonly bytes: number;
  readonly paused: boolean;
  /** Resolves when the connection is gone and no batch is under way any more. */
  readonly ended: Promise<ConsumerEnd>;
  /** Resolves when the broker has the message (QoS 0: when it is written); rejects with `MQTT_UNREACHABLE`. */
  publish(remark: Remark): Promise<void>;
  /** Takes no more messages, waits for the batches under way, acknowledges them and disconnects. */
  stop(): void;
}

const unexpected = (packet: Packet): PresageError =>
  new PresageError("MQTT_UNREACHABLE", `${packet.cmd} from the broker is not allowed or malformed`);

const lost = (): PresageError => new PresageError("MQTT_UNREACHABLE", "there is no connection");

/** Runs one connection: hands what comes to the handler and acknowledges what the handler is done with. */
export function consume(options: ConsumerOptions): Consumer {
  const { handler, exactlyOnce, subscriptions } = options;
  const inflight = new Inflight<Incoming>(options.limits);
  let resolveEnded: ((end: ConsumerEnd) => void) | undefined;
  const ended = new Promise<ConsumerEnd>((resolve) => (resolveEnded = resolve));
  let end: Omit<ConsumerEnd, "handled"> | undefined;
  let running = 0;
  let handled = 0;
  let paused = false;
  let stopping = false;
  let opened = false;
  let sessionPresent = false;
  let now = 0;

  const connection: Connection = openConnection(options.connection, {
    opened(isPresent) {
      opened = true;
      sessionPresent = isPresent;
      if (!isPresent) exactlyOnce.clear();
      // Mosquitto 2.0 keeps sessions over a restart, but not their shared subscriptions.
      const isKept = isPresent && subscriptions.every(({ shared }) => shared === undefined);
      if (isKept && !options.subscribe) return options.onConnected(true);
      connection.send({
        cmd: "subscribe",
        messageId: 1,
        subscriptions: subscriptions.map(({ filter, qos, shared }) =>
          shared === undefined
            ? { topic: filter, qos, nl: false, rap: false, rh: 1 }
            : { topic: `$share/${shared}/${filter}`, qos, nl: false, rap: false, rh: 0 },
        ),
      });
    },
    received(packet) {
      if (packet.cmd === "publish") publish(packet);
      else if (packet.cmd === "pubrel") release(packet.messageId ?? 0);
      else if (packet.cmd === "suback") granted(packet.granted as number[]);
      else if (packet.cmd === "puback") outgoing.acknowledged(packet.messageId ?? 0, packet.reasonCode ?? 0);
      else fail(unexpected(packet));
    },
    read() {
      now = 0;
      pump();
    },
    closed: (error) => finish({ error, rejected: false }),
  });

  const outgoing = new Outgoing((packet) => connection.send(packet));
  const fail = (error: Error): void => connection.destroy(error);

  function granted(codes: readonly number[]): void {
    const refused = subscriptionRefusal(
      subscriptions.map((s) => s.filter),
      codes,
    );
    if (refused === undefined) options.onConnected(sessionPresent);
    else fail(refused);
  }

  function publish(packet: IPublishPacket): void {
    const { topic, qos, messageId: packetId = 0 } = packet;
    if (topic === "" || (qos > 0 && !(packetId >= 1))) return fail(unexpected(packet));
    if (stopping) return;
    if (qos === 2) {
      const fate = exactlyOnce.arrive(packetId);
      if (fate === "handled") connection.write(reply(PUBREC, packetId));
      if (fate !== "new") return;
    }
    if (now === 0) now = Date.now();
    inflight.add(incoming(packet, now));
  }

  function release(packetId: number): void {
    exactlyOnce.released(packetId);
    connection.write(reply(PUBCOMP, packetId));
  }

  /** Hands over what may be handed over, and reads on or not. */
  function pump(): void {
    if (stopping) {
      if (running === 0) void disconnect({ error: new Error("closed"), rejected: false });
      return;
    }
    for (let batch = inflight.take(); batch !== undefined; batch = inflight.take()) void run(batch);
    if (!paused && inflight.full) {
      paused = true;
      connection.pause();
    } else if (paused && inflight.roomy) {
      paused = false;
      connection.resume();
    }
  }

  async function run(batch: Batch<Incoming>): Promise<void> {
    running++;
    let failure: { readonly error: Error } | undefined;
    try {
      await handler(batch.messages);
    } catch (cause) {
      failure = { error: cause instanceof Error ? cause : new Error(String(cause)) };
    }
    running--;
    if (failure === undefined) acknowledge(batch);
    else if (end === undefined) await disconnect({ error: failure.error, rejected: true });
    if (end === undefined) pump();
    else settle();
  }

  function acknowledge(batch: Batch<Incoming>): void {
    handled += batch.messages.length;
    for (const { qos, packetId } of batch.messages) if (qos === 2) exactlyOnce.handled(packetId);
    const done = inflight.settle(batch);
    if (end !== undefined) return;
    for (const { messages } of done) connection.write(replies(messages));
  }

  /** Cleanly, so that the broker reads the acknowledgements that were sent last. */
  async function disconnect(reason: Omit<ConsumerEnd, "handled">): Promise<void> {
    end = reason;
    running++;
    await connection.end();
    running--;
    settle();
  }

  function finish(reason: Omit<ConsumerEnd, "handled">): void {
    end ??= reason;
    settle();
  }

  /** Batches under way belong to this connection: the next one starts when the handler has let go of them. */
  function settle(): void {
    if (end !== undefined) outgoing.fail(lost());
    if (running > 0 || end === undefined) return;
    exactlyOnce.forgetHeld();
    resolveEnded?.({ ...end, handled });
  }

  return {
    ended,
    get messages() {
      return inflight.messages;
    },
    get bytes() {
      return inflight.bytes;
    },
    get paused() {
      return paused;
    },
    async publish(remark) {
      if (!opened || end !== undefined) throw lost();
      await outgoing.publish(remark);
    },
    stop() {
      if (stopping || end !== undefined) return;
      stopping = true;
      connection.pause();
      if (!opened) fail(new Error("closed before it was open"));
      else pump();
    },
  };
}
