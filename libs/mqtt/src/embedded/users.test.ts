import { readFileSync } from "node:fs";
import { type CertificateAuthority, createAuthority, skipWithout } from "@presage/testbed";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../proxy.testkit.ts";
import { type Bench, settle, topicsOf, useEmbedded } from "./embedded.testkit.ts";
import type { BrokerUser } from "./users.ts";

const OWN = { username: "presage", password: "own secret" };
const PRESS: BrokerUser = {
  username: "press",
  password: "p",
  publish: ["plant/s/a/l/{username}/+"],
  subscribe: ["commands/{clientId}/#"],
};
const USERS: readonly BrokerUser[] = [
  PRESS,
  { username: "pump", password: "q", publish: ["plant/s/a/l/{username}/+"], subscribe: [] },
  { username: "mes", password: "r", publish: ["mes/+/+/+/+/feedback"], subscribe: ["mes/#"] },
];
const credentials = (name: string) => {
  const { username, password } = [OWN, ...USERS].find((user) => user.username === name) ?? OWN;
  return { username, ...(password !== undefined && { password }) };
};

describe("users of the embedded broker", () => {
  const { start, connect, onEnd } = useEmbedded();
  const open = (): Promise<Bench> => start({ credentials: OWN, users: USERS });

  it("are let in with their own password, and nobody else is", async () => {
    const { url, refused } = await open();
    for (const name of ["presage", "press", "mes"]) await connect(url, credentials(name));
    for (const wrong of [
      {},
      { username: "press", password: "q" },
      { username: "press" },
      { username: "nobody", password: "p" },
      { username: "constructor", password: "p" },
    ])
      await expect(connect(url, wrong)).rejects.toMatchObject({ code: 5 });
    expect(refused.map(({ reason }) => reason)).toEqual(Array(5).fill("login"));
  });

  it("publish to their own topics, and are disconnected from any other", async () => {
    const { url, refused } = await open();
    const own = await connect(url, credentials("presage"));
    const seen = topicsOf(own);
    await own.subscribeAsync("#");
    for (const qos of [0, 1, 2] as const) {
      const press = await connect(url, credentials("press"));
      await press.publishAsync("plant/s/a/l/press/vib-x", "1", { qos: 1 });
      for (const topic of ["plant/s/a/l/pump/vib-x", "mes/s/a/l/press/feedback", "plant/s/a/l/press"]) {
        const client = await connect(url, credentials("press"));
        const closed = new Promise<void>((resolve) => client.once("close", () => resolve()));
        void client.publishAsync(topic, "1", { qos }).catch(() => undefined);
        await closed;
      }
    }
    await settle();
    expect(seen).toEqual(Array(3).fill("plant/s/a/l/press/vib-x"));
    expect(refused).toHaveLength(9);
    expect(refused[0]).toEqual({
      reason: "publish",
      address: "127.0.0.1",
      username: "press",
      topic: "plant/s/a/l/pump/vib-x",
    });
  });

  it("leave no will where they may not publish", async () => {
    const { url } = await open();
    const own = await connect(url, credentials("presage"));
    const seen = topicsOf(own);
    await own.subscribeAsync("#");
    for (const topic of ["mes/pdm-status", "plant/s/a/l/press/vib-x"]) {
      const will = { topic, payload: Buffer.from("gone"), qos: 1 as const, retain: false };
      const press = await connect(url, { ...credentials("press"), will });
      press.stream.destroy();
    }
    await until("the will that is allowed", () => seen.length > 0);
    await settle();
    expect(seen).toEqual(["plant/s/a/l/press/vib-x"]);
  });

  it("get no subscription that would bring more than they may have", async () => {
    const { url } = await open();
    const press = await connect(url, { ...credentials("press"), clientId: "c7" });
    const granted = async (client: MqttClient, filter: string): Promise<boolean> =>
      client.subscribeAsync(filter, { qos: 1 }).then(
        () => true,
        () => false,
      );
    for (const [filter, may] of [
      ["commands/c7", true],
      ["commands/c7/#", true],
      ["commands/c7/+/x", true],
      ["commands/+/x", false],
      ["commands/c8/x", false],
      ["commands/#", false],
      ["#", false],
      ["+/#", false],
      ["plant/#", false],
      ["$SYS/#", false],
      ["mes/pdm-status", false],
    ] as const)
      expect([filter, await granted(press, filter)]).toEqual([filter, may]);
    const mes = await connect(url, credentials("mes"));
    expect(await granted(mes, "mes/+/+/+/+/predicted-failure")).toBe(true);
    expect(await granted(mes, "$SYS/#")).toBe(false);
  });

  it("cannot widen a filter by their client id", async () => {
    const { url } = await open();
    for (const clientId of ["+", "#", "a/b"]) {
      const press = await connect(url, { ...credentials("press"), clientId });
      await expect(press.subscribeAsync(`commands/${clientId}`)).rejects.toThrow();
    }
  });

  it("do not find in their session what a refused filter beside a granted one would have brought", async () => {
    const { url } = await open();
    const session = { ...credentials("press"), clientId: "c7", clean: false };
    const press = await connect(url, session);
    await press.subscribeAsync(["commands/c7/#", "mes/#"], { qos: 1 }).catch(() => undefined);
    await press.endAsync();
    const own = await connect(url, credentials("presage"));
    await own.publishAsync("mes/s/a/l/pump/risk", "secret", { qos: 1 });
    await own.publishAsync("commands/c7/go", "1", { qos: 1 });
    const again = mqtt.connect(url, session);
    onEnd(() => again.endAsync(true));
    const seen = topicsOf(again);
    await until("what was allowed", () => seen.length > 0);
    await settle();
    expect(seen).toEqual(["commands/c7/go"]);
  });

  it("cannot take over the session of another user's client id, neither while it is there nor while it is away", async () => {
    const { url, refused } = await open();
    const session = { clientId: "shared-id", clean: false };
    const mes = await connect(url, { ...credentials("mes"), ...session });
    await mes.subscribeAsync("mes/#", { qos: 1 });
    await expect(connect(url, { ...credentials("press"), ...session })).rejects.toMatchObject({ code: 2 });
    expect(mes.connected).toBe(true);
    await mes.endAsync();
    await expect(connect(url, { ...credentials("press"), ...session })).rejects.toMatchObject({ code: 2 });
    expect(refused.map(({ reason }) => reason)).toEqual(["client-id", "client-id"]);
    await connect(url, { ...credentials("mes"), ...session });
  });
});

describe.skipIf(skipWithout("openssl"))("the embedded broker over TLS", () => {
  const { start, connect, onEnd } = useEmbedded();
  let authority: CertificateAuthority;
  let ca: Buffer;
  let server: { cert: Buffer; key: Buffer };
  const certificateOf = (name: string) => {
    const { cert, key } = authority.issue(name);
    return { cert: readFileSync(cert), key: readFileSync(key) };
  };
  beforeAll(() => {
    authority = createAuthority();
    ca = readFileSync(authority.ca);
    server = certificateOf("server");
  });
  afterAll(() => authority?.remove());

  it("takes clients that trust its certificate, and lets Presage in by a port on loopback that knows only itself", async () => {
    const { url, ownUrl } = await start({ credentials: OWN, users: USERS, tls: server });
    expect(url).toMatch(/^mqtts:/);
    const press = await connect(url, { ca, ...credentials("press") });
    const own = await connect(ownUrl, OWN);
    const seen = topicsOf(own);
    await own.subscribeAsync("plant/#");
    await press.publishAsync("plant/s/a/l/press/t", "1", { qos: 1 });
    await until("the message", () => seen.length > 0);
    await expect(connect(url, credentials("press"))).rejects.toThrow();
    await expect(connect(ownUrl, credentials("press"))).rejects.toMatchObject({ code: 5 });
    await expect(connect(url.replace("mqtts", "mqtt"))).rejects.toThrow();
  });

  it("wants a certificate that its authority signed, and may do with it instead of a password", async () => {
    const nameless: BrokerUser = { ...PRESS, username: "drill" };
    const users = USERS.concat({ username: "drill", publish: nameless.publish, subscribe: [] });
    const { url } = await start({ credentials: OWN, users, tls: { ...server, ca } });
    const certificate = certificateOf("drill");
    const others = createAuthority();
    onEnd(() => others.remove());
    const files = others.issue("drill");
    const stranger = { cert: readFileSync(files.cert), key: readFileSync(files.key) };
    const drill = await connect(url, { ca, ...certificate });
    await drill.publishAsync("plant/s/a/l/drill/t", "1", { qos: 1 });
    await connect(url, { ca, ...certificate, username: "press", password: "p" });
    await expect(connect(url, { ca, ...credentials("press") })).rejects.toThrow();
    await expect(connect(url, { ca, ...stranger })).rejects.toThrow();
    // Another's certificate does not make one the user without a password.
    const other = certificateOf("pump");
    await expect(connect(url, { ca, ...other, username: "drill" })).rejects.toMatchObject({ code: 5 });
    await expect(connect(url, { ca, ...other })).rejects.toMatchObject({ code: 5 });
  });
});
