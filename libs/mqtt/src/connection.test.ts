import { once } from "node:events";
import { type AddressInfo, type Socket, createServer } from "node:net";
import { type Packet, generate, parser } from "mqtt-packet";
import { afterEach, describe, expect, it } from "vitest";
import type { Delivery, Handler } from "./delivery.ts";
import { Gate, until } from "./proxy.testkit.ts";
import { type Source, type SourceOptions, openSource } from "./source.ts";
import type { MqttState } from "./state.ts";

/** One connection to a broker that does what the test says. */
interface Peer {
  readonly received: readonly Packet[];
  send(...packets: Packet[]): void;
  write(bytes: Uint8Array): void;
}

type Script = (packet: Packet, peer: Peer, connection: number) => void;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A broker that answers by a script; `version` is what it writes. */
async function scripted(version: 4 | 5, script: Script): Promise<{ url: string; peers: Peer[] }> {
  const peers: Peer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const received: Packet[] = [];
    const peer: Peer = {
      received,
      send: (...packets) => {
        for (const packet of packets) socket.write(generate(packet, { protocolVersion: version }));
      },
      write: (bytes) => void socket.write(bytes),
    };
    const connection = peers.push(peer);
    const packets = parser();
    packets.on("packet", (packet) => {
      received.push(packet);
      if (packet.cmd === "disconnect") socket.end();
      else script(packet, peer, connection);
    });
    socket.on("data", (chunk: Buffer) => void packets.parse(chunk)).on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`, peers };
}

function open(
  url: string,
  options: Partial<SourceOptions> = {},
  handler: Handler = () => Promise.resolve(),
): { source: Source; states: MqttState[] } {
  const states: MqttState[] = [];
  const source = openSource(
    {
      url,
      clientId: "source",
      subscriptions: [{ filter: "t", qos: 2 }],
      retry: { firstMs: 5, maxMs: 20, refusedMs: 60_000 },
      onState: (state) => void states.push(state),
      ...options,
    },
    handler,
  );
  cleanups.push(() => source.close());
  return { source, states };
}

const accept = (sessionPresent = false): Packet => ({
  cmd: "connack",
  sessionPresent,
  reasonCode: 0,
  returnCode: 0,
});
const suback = (...granted: number[]): Packet => ({ cmd: "suback", messageId: 1, granted });
const message = (messageId: number, qos: 1 | 2, dup = false): Packet => ({
  cmd: "publish",
  topic: "t",
  payload: String(messageId),
  qos,
  messageId,
  dup,
  retain: false,
});
/** Accepts connections and subscriptions. */
const willing: Script = (packet, peer) => {
  if (packet.cmd === "connect") peer.send(accept());
  if (packet.cmd === "subscribe") peer.send(suback(2));
};
const answers = (peer: Peer | undefined): string[] =>
  (peer?.received ?? []).filter((p) => p.cmd.startsWith("pub")).map((p) => `${p.cmd} ${p.messageId}`);
const errors = (states: readonly MqttState[]): unknown[] =>
  states.flatMap((s) => (s.status === "disconnected" ? [s.error] : []));

describe("a connection", () => {
  it("asks for a persistent session, with the receive maximum and the expiry of MQTT 5", async () => {
    const { url, peers } = await scripted(5, willing);
    const { source } = open(url, { username: "u", password: "p", receiveMaximum: 7, sessionExpiryS: 60 });
    await until("connected", () => source.state.status === "connected");
    expect(peers[0]?.received[0]).toMatchObject({
      cmd: "connect",
      protocolVersion: 5,
      clean: false,
      clientId: "source",
      username: "u",
      password: Buffer.from("p"),
      properties: { receiveMaximum: 7, sessionExpiryInterval: 60, maximumPacketSize: 16 * 2 ** 20 },
    });
  });

  it.each([
    ["as MQTT 3.1.1 brokers do", 4, { cmd: "connack", sessionPresent: false, returnCode: 1 }],
    ["with the reason of MQTT 5", 5, { cmd: "connack", sessionPresent: false, reasonCode: 0x84 }],
  ] as const)("comes back with MQTT 3.1.1 when MQTT 5 is refused %s", async (_how, version, refused) => {
    const { url, peers } = await scripted(version, (packet, peer, connection) => {
      if (packet.cmd === "connect") peer.send(connection === 1 ? refused : accept());
      if (packet.cmd === "subscribe") peer.write(Buffer.of(0x90, 3, 0, 1, 2));
    });
    const { source } = open(url);
    await until("connected", () => source.state.status === "connected");
    expect(source.state).toMatchObject({ version: 4 });
    expect(peers.map((peer) => peer.received[0])).toMatchObject([
      { protocolVersion: 5 },
      { protocolVersion: 4 },
    ]);
  });

  it("is given up when the broker falls silent, and made anew", async () => {
    const { url, peers } = await scripted(5, willing);
    const { states } = open(url, { keepaliveS: 1 });
    await until("a second connection", () => peers.length >= 2);
    expect(peers[0]?.received.map((p) => p.cmd)).toContain("pingreq");
    expect(errors(states)[0]).toMatchObject({ code: "MQTT_UNREACHABLE", message: /PINGREQ/ });
  });

  it("is given up when the broker does not answer CONNECT", async () => {
    const { url, peers } = await scripted(5, () => {});
    const { states } = open(url, { connectTimeoutMs: 30 });
    await until("a second connection", () => peers.length >= 2);
    expect(errors(states)[0]).toMatchObject({ code: "MQTT_UNREACHABLE" });
  });

  it("reports MQTT_UNREACHABLE when nobody listens", async () => {
    const { states } = open("mqtt://127.0.0.1:1");
    await until("some attempts", () => errors(states).length >= 3);
    expect(errors(states)[0]).toMatchObject({ code: "MQTT_UNREACHABLE", cause: { code: "ECONNREFUSED" } });
  });

  it.each([
    ["a reserved packet type", Buffer.of(0x00, 0)],
    ["a QoS of 3", Buffer.of(0x36, 5, 0, 1, 0x74, 0, 1)],
    ["a topic longer than the packet", Buffer.of(0x30, 3, 0xff, 0xff, 0x74)],
    ["a QoS 1 message without an id", Buffer.of(0x32, 6, 0, 1, 0x74, 0, 0, 0)],
    ["a message without a topic", Buffer.of(0x30, 3, 0, 0, 0)],
    ["a packet that only clients send", Buffer.of(0xc0, 0)],
    ["a second CONNACK", Buffer.of(0x20, 3, 0, 0, 0)],
    ["a packet above the limit", Buffer.of(0x30, 0xff, 0xff, 0xff, 0x7f)],
  ])("ends at %s, and is made anew", async (_what, bytes) => {
    const { url, peers } = await scripted(5, (packet, peer, connection) => {
      willing(packet, peer, connection);
      if (packet.cmd === "subscribe" && connection === 1) peer.write(bytes);
    });
    const got: Delivery[] = [];
    const { source, states } = open(url, {}, async (messages) => void got.push(...messages));
    await until("a second connection", () => peers.length === 2 && source.state.status === "connected");
    expect(errors(states)).toMatchObject([{ code: "MQTT_UNREACHABLE" }]);
    expect(got).toEqual([]);
  });

  it("reports MQTT_REFUSED for a subscription that is refused, and tries again slowly", async () => {
    const { url } = await scripted(5, (packet, peer) => {
      if (packet.cmd === "connect") peer.send(accept());
      if (packet.cmd === "subscribe") peer.send(suback(0x87));
    });
    const { states } = open(url);
    await until("refused", () => errors(states).length === 1);
    expect(states.at(-1)).toMatchObject({
      error: { code: "MQTT_REFUSED", message: /subscription to t \(not authorised\)/ },
      retryMs: expect.toSatisfy((ms: number) => ms >= 30_000),
    });
  });

  it("subscribes again when the broker has lost the session, and not when it has kept it", async () => {
    const { url, peers } = await scripted(5, (packet, peer, connection) => {
      if (packet.cmd === "connect") peer.send(accept(connection === 2));
      if (packet.cmd === "subscribe") peer.send(suback(2));
      if (connection < 3 && packet.cmd === "pingreq") peer.write(Buffer.of(0x00, 0));
    });
    open(url, { keepaliveS: 1 });
    await until("three connections", () => peers.length === 3 && (peers[2]?.received.length ?? 0) >= 2);
    const subscribes = peers.map((peer) => peer.received.filter((p) => p.cmd === "subscribe").length);
    expect(subscribes).toEqual([1, 0, 1]);
  });
});

describe("acknowledgements", () => {
  it("are sent in order of arrival, each when the handler is done with its batch", async () => {
    const { url, peers } = await scripted(5, willing);
    const gates = [new Gate(), new Gate(), new Gate()];
    let calls = 0;
    const { source } = open(url, { maxBatchMessages: 1 }, () => gates[calls++]?.passed ?? Promise.resolve());
    await until("connected", () => source.state.status === "connected");
    const [peer] = peers;
    peer?.send(message(11, 1), message(12, 2), message(13, 1));
    await until("three batches", () => calls === 3);
    gates[2]?.open();
    gates[1]?.open();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(answers(peer)).toEqual([]);
    gates[0]?.open();
    await until("answers", () => answers(peer).length === 3);
    expect(answers(peer)).toEqual(["puback 11", "pubrec 12", "puback 13"]);
  });

  it("of QoS 2 are given again, without the message, until the broker releases the id", async () => {
    let completed = 0;
    const { url, peers } = await scripted(5, (packet, peer, connection) => {
      if (packet.cmd === "connect") peer.send(accept(connection > 1));
      if (packet.cmd === "subscribe") peer.send(suback(2));
      // The first connection breaks before the broker has seen PUBREC; the second one sends the message again.
      if (packet.cmd === "pubrec" && connection === 1) peer.write(Buffer.of(0x00, 0));
      if (packet.cmd === "connect" && connection === 2) peer.send(message(21, 2, true));
      if (packet.cmd === "pubrec" && connection === 2) peer.send({ cmd: "pubrel", messageId: 21 });
      if (packet.cmd === "pubcomp" && completed++ === 0) peer.send(message(21, 2));
    });
    const got: string[] = [];
    const { source } = open(url, {}, async (messages) => {
      got.push(...messages.map((m) => `${m.payload.toString()} ${m.duplicate}`));
    });
    await until("connected", () => source.state.status === "connected");
    peers[0]?.send(message(21, 2));
    await until("the id used for another message", () => got.length === 2);
    expect(answers(peers[1]).slice(0, 2)).toEqual(["pubrec 21", "pubcomp 21"]);
    // Both as new messages; the repetition in between was not handed over.
    expect(got).toEqual(["21 false", "21 false"]);
  });

  it("are not sent for a batch that the handler rejected; those before it are", async () => {
    const { url, peers } = await scripted(5, willing);
    let calls = 0;
    const { states } = open(url, { maxBatchMessages: 1 }, async () => {
      if (++calls === 2) throw new Error("the log is away");
    });
    await until("connected", () => states.some((s) => s.status === "connected"));
    peers[0]?.send(message(31, 1), message(32, 1), message(33, 1));
    await until("a second connection", () => peers.length === 2);
    expect(answers(peers[0])).toEqual(["puback 31"]);
    expect(errors(states)).toEqual([new Error("the log is away")]);
  });
});

describe("options", () => {
  it.each(["", "127.0.0.1:1883", "http://127.0.0.1", "mqtt://"])("cannot have the address %j", (url) => {
    expect(() => open(url)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  });

  it.each([
    ["a certificate that is none", { tls: { cert: "nonsense" } }],
    ["a keepalive that MQTT cannot write", { keepaliveS: 70_000 }],
    ["no subscription", { subscriptions: [] }],
  ])("cannot have %s", (_what, options) => {
    expect(() => open("mqtts://127.0.0.1", options)).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID" }),
    );
  });
});
