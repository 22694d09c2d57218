import { readFileSync } from "node:fs";
import {
  type CertificateAuthority,
  createAuthority,
  type Server,
  skipWithout,
  startMosquitto,
} from "@presage/testbed";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openSink, type Sink } from "./sink.ts";
import type { MqttState, TlsOptions } from "./state.ts";

describe.skipIf(skipWithout("mosquitto", "openssl"))("a client of a broker with mutual TLS", () => {
  let authority: CertificateAuthority;
  let server: Server;
  const sinks: Sink[] = [];
  beforeAll(async () => {
    authority = createAuthority();
    const { cert, key } = authority.issue("broker");
    server = await startMosquitto({
      config: [
        `cafile ${authority.ca}`,
        `certfile ${cert}`,
        `keyfile ${key}`,
        "require_certificate true",
        "use_identity_as_username true",
        "allow_anonymous false",
      ],
    });
  });
  afterEach(async () => void (await Promise.all(sinks.splice(0).map((sink) => sink.close()))));
  afterAll(async () => {
    await server?.stop();
    authority?.remove();
  });

  /** What becomes of a first connection. */
  function connect(tls: TlsOptions, host = "127.0.0.1"): Promise<MqttState> {
    return new Promise((resolve) => {
      const onState = (state: MqttState): void => {
        if (state.status === "connected" || state.status === "disconnected") resolve(state);
      };
      const clientId = `client-${sinks.length}`;
      sinks.push(openSink({ url: `mqtts://${host}:${server.port}`, clientId, tls, onState }));
    });
  }
  const own = (by: CertificateAuthority) => {
    const { cert, key } = by.issue("presage");
    return { cert: readFileSync(cert), key: readFileSync(key) };
  };

  it("gets in with a certificate of its own, under a name or an address", async () => {
    const tls = { ca: readFileSync(authority.ca), ...own(authority) };
    expect(await connect(tls)).toMatchObject({ status: "connected" });
    expect(await connect(tls, "localhost")).toMatchObject({ status: "connected" });
  });

  it("does not get in without one, or with one of another authority", async () => {
    const ca = readFileSync(authority.ca);
    const other = createAuthority("another");
    expect(await connect({ ca })).toMatchObject({ status: "disconnected" });
    expect(await connect({ ca, ...own(other) })).toMatchObject({ status: "disconnected" });
    other.remove();
  });

  it("refuses a broker that it does not trust", async () => {
    const other = createAuthority("another");
    const untrusted = { ...own(authority), ca: readFileSync(other.ca) };
    for (const tls of [untrusted, own(authority)])
      expect(await connect(tls)).toMatchObject({
        status: "disconnected",
        error: { code: "MQTT_REFUSED", message: expect.stringContaining("certificate") },
      });
    other.remove();
  });
});
