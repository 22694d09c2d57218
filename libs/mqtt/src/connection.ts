import net from "node:net";
import tls from "node:tls";
import { PresageError } from "@presage/contracts";
import { type IConnackPacket, type IConnectPacket, type Packet, generate, parser } from "mqtt-packet";
import { parseAddress } from "./address.ts";
import { Frames, plainPublish } from "./frames.ts";
import { type Publication, toBuffer } from "./publication.ts";
import { refusal, socketFailure } from "./refusal.ts";
import type { TlsOptions } from "./state.ts";

export interface ConnectionOptions {
  readonly url: string;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: TlsOptions;
  readonly version: 4 | 5;
  /** MQTT 5: QoS 1 and 2 messages the broker may send ahead of their acknowledgement. */
  readonly receiveMaximum: number;
  /** A longer packet ends the connection; an MQTT 5 broker is asked not to send one. */
  readonly maxPacketBytes: number;
  readonly keepaliveS: number;
  /** The session begins and ends with the connection; otherwise the broker keeps it for `sessionExpiryS`. */
  readonly clean: boolean;
  readonly sessionExpiryS: number;
  /** Published by the broker when the connection ends without DISCONNECT. */
  readonly will?: Publication;
  /** From the start until CONNACK. */
  readonly connectTimeoutMs: number;
}

/** Told what happens on a connection, never from within `openConnection`. */
export interface ConnectionListener {
  /** The broker accepted the connection. */
  opened(sessionPresent: boolean): void;
  /** Any packet but CONNACK, PINGRESP and DISCONNECT. */
  received(packet: Packet): void;
  /** All packets that came in one read were received. */
  read(): void;
  /** Once, and nothing after it. */
  closed(error: Error): void;
}

export interface Connection {
  write(bytes: Uint8Array): void;
  send(packet: Packet): void;
  /** Stops reading, so that TCP holds the broker back. */
  pause(): void;
  resume(): void;
  /** Sends DISCONNECT and resolves once the broker has closed; it keeps the session. The listener hears no more. */
  end(): Promise<void>;
  destroy(error: Error): void;
}

const PINGREQ = Uint8Array.of(0xc0, 0);

/** One MQTT connection over TCP or TLS: handshake, packets, keepalive. Its end is told to the listener, never thrown. */
export function openConnection(options: ConnectionOptions, listener: ConnectionListener): Connection {
  const { url, version } = options;
  const { host, port, secure } = parseAddress(url);
  const connect = connectPacket(options);
  const socket = secure
    ? tls.connect({ host, port, ...(net.isIP(host) ? {} : { servername: host }), ...options.tls })
    : net.connect({ host, port });
  const packets = parser({ protocolVersion: version });
  const frames = new Frames(options.maxPacketBytes, (bytes, start, body, end) => {
    const publish = plainPublish(bytes, start, body, end, version);
    if (publish === undefined) packets.parse(bytes.subarray(start, end));
    else receive(publish);
  });
  let state: "opening" | "open" | "closed" = "opening";
  let paused = false;
  // Anything that was read since the last tick shows that the broker lives; so does a pause, which keeps us from hearing it.
  let heard = true;
  let ticks: NodeJS.Timeout | undefined;

  function stop(): void {
    state = "closed";
    clearTimeout(deadline);
    clearInterval(ticks);
  }
  function close(error: Error): void {
    if (state === "closed") return;
    stop();
    listener.closed(error);
  }
  function destroy(error: Error): void {
    socket.destroy();
    close(error);
  }
  const lost = (message: string, cause?: unknown): PresageError =>
    new PresageError("MQTT_UNREACHABLE", `${url}: ${message}`, cause);
  const deadline = setTimeout(
    () => destroy(lost(`no answer to CONNECT within ${options.connectTimeoutMs} ms`)),
    options.connectTimeoutMs,
  );

  function tick(): void {
    if (!heard && !paused) return destroy(lost("the broker does not answer PINGREQ"));
    heard = paused;
    socket.write(PINGREQ);
  }

  function connack(packet: IConnackPacket): void {
    const code = (version === 5 ? packet.reasonCode : packet.returnCode) ?? 0;
    if (code !== 0) return destroy(refusal(`${url} refuses the connection`, code));
    state = "open";
    clearTimeout(deadline);
    const keepaliveS = packet.properties?.serverKeepAlive ?? options.keepaliveS;
    if (keepaliveS > 0) ticks = setInterval(tick, keepaliveS * 500);
    listener.opened(packet.sessionPresent);
  }

  function receive(packet: Packet): void {
    if (state === "closed") return;
    if (packet.cmd === "connack" && state === "opening") return connack(packet);
    if (packet.cmd === "connack" || state === "opening")
      return destroy(lost(`${packet.cmd} where it is not allowed`));
    if (packet.cmd === "pingresp") return;
    if (packet.cmd === "disconnect")
      return destroy(refusal(`${url} ends the connection`, packet.reasonCode ?? 0));
    listener.received(packet);
  }

  const malformed = (cause?: unknown): void => destroy(lost("malformed packet from the broker", cause));
  packets.on("packet", receive).on("error", malformed);
  socket.setNoDelay(true);
  socket.on("data", (chunk: Buffer) => {
    heard = true;
    if (state === "closed") return;
    try {
      if (!frames.take(chunk))
        return destroy(lost(`malformed packet or one above ${options.maxPacketBytes} bytes`));
    } catch (cause) {
      return malformed(cause);
    }
    if (state === "open") listener.read();
  });
  socket.on("error", (cause) => destroy(socketFailure(url, cause)));
  socket.on("close", () => close(lost("the broker closed the connection")));
  socket.once(secure ? "secureConnect" : "connect", () => socket.write(connect));

  return {
    write: (bytes) => void socket.write(bytes),
    send: (packet) => void socket.write(generate(packet, { protocolVersion: version })),
    pause() {
      paused = true;
      socket.pause();
    },
    resume() {
      paused = false;
      heard = true;
      socket.resume();
    },
    end() {
      stop();
      // Read to the end: closing with bytes unread resets the connection, and the broker might lose what we sent last.
      socket.resume();
      socket.end(generate({ cmd: "disconnect" }, { protocolVersion: version }));
      const patience = setTimeout(() => socket.destroy(), 1_000);
      return new Promise((resolve) => {
        socket.once("close", () => {
          clearTimeout(patience);
          resolve();
        });
      });
    },
    destroy,
  };
}

/** The CONNECT packet. Throws `CONFIG_INVALID` if there is none for these options. */
export function connectPacket(options: ConnectionOptions): Buffer {
  const { clientId, username, password, version, keepaliveS, clean, will } = options;
  const packet: IConnectPacket = {
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: version,
    clean,
    clientId,
    keepalive: keepaliveS,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password: Buffer.from(password) }),
    ...(will === undefined ? {} : { will: { ...will, payload: toBuffer(will.payload) } }),
    ...(version === 4
      ? {}
      : {
          properties: {
            sessionExpiryInterval: clean ? 0 : options.sessionExpiryS,
            receiveMaximum: options.receiveMaximum,
            maximumPacketSize: options.maxPacketBytes,
          },
        }),
  };
  try {
    return generate(packet, { protocolVersion: version });
  } catch (cause) {
    throw new PresageError("CONFIG_INVALID", `MQTT: ${(cause as Error).message}`, cause);
  }
}
