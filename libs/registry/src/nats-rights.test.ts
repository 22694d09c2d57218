import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createUser } from "@nats-io/nkeys";
import { loadConfig } from "@presage/service";
import {
  type CertificateAuthority,
  createAuthority,
  type Server,
  skipWithout,
  startNats,
} from "@presage/testbed";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { operated } from "./nats-credentials.testkit.ts";
import { openRegistry } from "./open.ts";
import type { Registry } from "./registry.ts";

const RIGHTS = readFileSync(new URL("../../../docs/security/nats.conf", import.meta.url), "utf8");
const MODEL = { name: "wear", version: "1.0.0", digest: "d" };
/** Many chunks, so that the server asks for flow control. */
const FILES = new Map([
  ["manifest.json", Buffer.from("{}")],
  ["weights.bin", randomBytes(20_000_000)],
]);
const ORDER = { champion: MODEL, action: "promote", by: "jo", at: 1 } as const;
const refused = { code: "REGISTRY_REFUSED" };

describe.skipIf(skipWithout("nats", "openssl"))("NATS over TLS", () => {
  const directory = mkdtempSync(join(tmpdir(), "presage-nats-rights-"));
  const opened: Registry[] = [];
  const servers: Server[] = [];
  let authority: CertificateAuthority;
  beforeAll(() => void (authority = createAuthority()));
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((registry) => registry.close()));
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
  afterAll(() => {
    authority?.remove();
    rmSync(directory, { recursive: true });
  });

  /** A server whose certificate names these hosts. */
  async function start(config: readonly string[], hosts?: readonly string[]): Promise<Server> {
    const { cert, key } = authority.issue(`nats-${servers.length}-${hosts?.join() ?? "all"}`, hosts);
    const server = await startNats({
      config: [`tls { cert_file: "${cert}", key_file: "${key}" }`, ...config],
    });
    servers.push(server);
    return server;
  }

  /** The registry that a configuration names. */
  async function open(env: Readonly<Record<string, string>>): Promise<Registry> {
    const given = { PRESAGE_NATS_TLS_CA: authority.ca, PRESAGE_DATA_DIR: directory, ...env };
    const config = loadConfig({ env: given });
    const registry = await openRegistry(config);
    opened.push(registry);
    return registry;
  }

  const urlOf = ({ port }: Server, host = "127.0.0.1") => ({ PRESAGE_NATS_URL: `tls://${host}:${port}` });

  describe("with the users of docs/security/nats.conf", () => {
    const users = ["presage-admin", "presage-scorer", "presage-models"] as const;
    const passwords = users.map((user) => `${user.replaceAll("-", "_").toUpperCase()}_PASSWORD`);
    const set = passwords.map((name) => `${name}: "${name}"`);
    const as = (server: Server, user: (typeof users)[number], password = passwords[users.indexOf(user)]) =>
      open({ ...urlOf(server), PRESAGE_NATS_USERNAME: user, PRESAGE_NATS_PASSWORD: password ?? "" });

    it("the administrator makes it, a data scientist pushes and promotes, a scorer fetches and rolls back", async () => {
      const server = await start([...set, RIGHTS]);
      await expect(as(server, "presage-scorer")).rejects.toMatchObject(refused);
      await as(server, "presage-admin");
      const models = await as(server, "presage-models");
      await models.push(FILES, MODEL);
      expect(await models.assign("pumps", 0, ORDER)).toMatchObject({ revision: 1 });

      const scorer = await as(server, "presage-scorer");
      expect(await scorer.list()).toEqual([MODEL]);
      expect(await scorer.fetch("d")).toBe(join(directory, "models", "d"));
      expect(await scorer.current("pumps")).toMatchObject({ champion: MODEL });
      expect(await scorer.history("pumps")).toHaveLength(1);
      expect(await scorer.assign("pumps", 1, ORDER)).toMatchObject({ revision: 2 });
      await expect(scorer.push(FILES, { ...MODEL, digest: "e" })).rejects.toMatchObject(refused);
      await expect((await as(server, "presage-admin")).assign("fans", 0, ORDER)).rejects.toMatchObject(
        refused,
      );
    });

    it("a wrong password is refused", async () => {
      const server = await start([...set, RIGHTS]);
      await expect(as(server, "presage-scorer", "wrong")).rejects.toMatchObject(refused);
    });
  });

  it("a token, or an nkey, is another way in", async () => {
    const token = await start([`authorization { token: "a token" }`]);
    await open({ ...urlOf(token), PRESAGE_NATS_TOKEN: "a token" });
    const user = createUser();
    const seed = join(directory, "seed");
    writeFileSync(seed, `${new TextDecoder().decode(user.getSeed())}\n`, { mode: 0o600 });
    const nkey = await start([`authorization { users: [{ nkey: ${user.getPublicKey()} }] }`]);
    await open({ ...urlOf(nkey), PRESAGE_NATS_NKEY_FILE: seed });
  });

  it("a credentials file is another, where an operator says who there is", async () => {
    const { config, credentials } = operated();
    const file = join(directory, "presage.creds");
    writeFileSync(file, credentials, { mode: 0o600 });
    const server = await start(config);
    const registry = await open({ ...urlOf(server), PRESAGE_NATS_CREDENTIALS_FILE: file });
    await registry.push(new Map([["manifest.json", Buffer.from("{}")]]), MODEL);
    expect(await registry.list()).toEqual([MODEL]);
    await expect(open(urlOf(server))).rejects.toMatchObject(refused);
  });

  it("a client certificate is asked for where the server wants one", async () => {
    const { cert, key } = authority.issue("client");
    const server = await startNats({
      config: [`tls { cert_file: "${cert}", key_file: "${key}", ca_file: "${authority.ca}", verify: true }`],
    });
    servers.push(server);
    await open({ ...urlOf(server), PRESAGE_NATS_TLS_CERT: cert, PRESAGE_NATS_TLS_KEY: key });
    await expect(open(urlOf(server))).rejects.toMatchObject({ code: "REGISTRY_UNREACHABLE" });
  });

  it("a certificate of another authority is refused", async () => {
    const other = createAuthority("another");
    const server = await start([]);
    await expect(open({ ...urlOf(server), PRESAGE_NATS_TLS_CA: other.ca })).rejects.toMatchObject(refused);
    other.remove();
  });

  it("a certificate must name the host of the URL, be it a name or an address", async () => {
    const named = await start([], ["localhost"]);
    await open(urlOf(named, "localhost"));
    await expect(open(urlOf(named))).rejects.toMatchObject(refused);
    const addressed = await start([], ["127.0.0.1"]);
    await open(urlOf(addressed));
    await expect(open(urlOf(addressed, "localhost"))).rejects.toMatchObject(refused);
  });

  it("tls:// refuses a server without TLS", async () => {
    const server = await startNats();
    servers.push(server);
    await expect(open(urlOf(server))).rejects.toMatchObject({ code: "REGISTRY_UNREACHABLE" });
  });
});
