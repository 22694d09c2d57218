import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONFIG_SCHEMA, loadConfig } from "@presage/service";
import { type Server, skipWithout, startMosquitto } from "@presage/testbed";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type Presage, startPresage } from "./support/presage.ts";

const MARKER = "Xk7marker9Qz";
const HOOK = `whsec_${Buffer.from(`${MARKER} and some more bytes`).toString("base64")}`;
/** Nobody listens there. */
const NOWHERE = "127.0.0.1:9";

/** Every secret there is, set to the marker; what it is sent to answers with a refusal, or not at all. */
const SECRETS = {
  broker: { kafka: { sasl: { mechanism: "plain", username: "presage", password: MARKER } } },
  mqtt: { username: "presage", password: MARKER },
  mes: { username: "presage", password: MARKER },
  nats: { token: MARKER },
  console: {
    store: { username: "presage", password: MARKER },
    oidc: { issuer: `http://${NOWHERE}`, clientId: "presage", secret: MARKER },
    smtp: { host: "127.0.0.1", port: 9, username: "presage", password: MARKER },
    notify: [{ url: `http://${NOWHERE}/hook/${MARKER}`, secret: HOOK }, { email: "jo@example.com" }],
  },
  log: { level: "debug", format: "json" },
};

/** NATS has a password or a token. */
const OTHER_WAY = { nats: { username: "presage", password: MARKER } };

interface Schema {
  readonly secret?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
}

/** Paths of all that the schema calls secret. */
function secretsOf(schema: Schema, path = ""): string[] {
  if (schema.secret === true) return [path];
  const below = Object.entries(schema.properties ?? {}).map(
    ([key, child]) => [`${path}.${key}`, child] as const,
  );
  const inside = [schema.items, ...Object.values(schema.patternProperties ?? {})].flatMap((child) =>
    child === undefined ? [] : [[path, child] as const],
  );
  return [...below, ...inside].flatMap(([at, child]) => secretsOf(child, at));
}

/** Paths of all texts with the marker. */
function marked(value: unknown, path = ""): string[] {
  if (typeof value === "string") return value === MARKER || value === HOOK ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item) => marked(item, path));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => marked(child, `${path}.${key}`));
}

/** What tells of a secret, in whatever form it could be written. */
const FORMS = [
  MARKER,
  HOOK.slice("whsec_".length),
  Buffer.from(MARKER).toString("base64").slice(0, 14),
  encodeURIComponent(HOOK),
];
const leaks = (text: string): string[] => FORMS.filter((form) => text.includes(form));

let directory: string;
const running: { stop(): Promise<unknown> }[] = [];
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), "presage-secrets-"))));
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
  rmSync(directory, { recursive: true, force: true });
});

async function up(settings: object, env: Readonly<Record<string, string>> = {}): Promise<Presage> {
  writeFileSync(join(directory, "presage.yaml"), stringify(settings), { mode: 0o600 });
  const presage = await startPresage({
    args: ["up"],
    cwd: directory,
    env: { PRESAGE_MQTT_PORT: "0", ...env },
    wait: false,
  });
  running.push(presage);
  return presage;
}

/** All that a process serves to those who may read everything. */
async function served({ httpPort }: Presage, paths: readonly string[]): Promise<string> {
  const at = (path: string): string => `http://127.0.0.1:${httpPort}${path}`;
  const texts = paths.map(async (path) => (await fetch(at(path))).text());
  return (await Promise.all(texts)).join("\n");
}

describe("a secret", () => {
  it("is set to the marker, whichever there is", () => {
    // Users of the embedded MQTT broker are told apart by their own tests; here one stands for all.
    const known = new Set([...marked(SECRETS), ...marked(OTHER_WAY), ".mqtt.embedded.users.password"]);
    expect(secretsOf(CONFIG_SCHEMA as Schema).filter((path) => !known.has(path))).toEqual([]);
  });

  it("is nowhere in what a working Presage writes and serves, and a failed delivery does not tell it", async () => {
    const presage = await up(SECRETS);
    await expect
      .poll(
        () =>
          presage.ready().then(
            ({ ready }) => ready,
            () => false,
          ),
        { timeout: 30_000 },
      )
      .toBe(true);
    const origin = `http://127.0.0.1:${presage.httpPort}`;
    const description = (await (await fetch(`${origin}/api/openapi.json`)).json()) as {
      paths: Record<string, { get?: object }>;
    };
    const paths = Object.entries(description.paths)
      .filter(([path, { get }]) => get !== undefined && !path.includes("{") && path !== "/api/events")
      .map(([path]) => path);
    expect(paths).toContain("/api/destinations");
    const { items } = (await (await fetch(`${origin}/api/destinations`)).json()) as {
      items: { id: string }[];
    };
    expect(items).toHaveLength(2);
    for (const { id } of items) {
      const tried = await fetch(`${origin}/api/destinations/${id}/test`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{}",
      });
      expect(leaks(await tried.text())).toEqual([]);
    }
    const text = await served(presage, [...paths, "/metrics", "/readyz", "/healthz", "/api/openapi.json"]);
    expect(text.length).toBeGreaterThan(10_000);
    expect(leaks(text + presage.output())).toEqual([]);
    await presage.stop();
    expect(leaks(presage.output())).toEqual([]);
    for (const name of ["log.db", "console.db"])
      expect(statSync(join(directory, ".presage", name)).mode & 0o777, name).toBe(0o600);
    expect(statSync(join(directory, ".presage")).mode & 0o777).toBe(0o700);
  }, 60_000);

  it("is not told when Kafka and NATS cannot be reached", async () => {
    const { console: _, ...settings } = SECRETS;
    const presage = await up(settings, {
      PRESAGE_BROKER_KIND: "kafka",
      PRESAGE_BROKER_KAFKA_BROKERS: NOWHERE,
      PRESAGE_NATS_URL: `nats://${NOWHERE}`,
    });
    await expect.poll(() => presage.output(), { timeout: 20_000 }).toContain("BROKER_UNAVAILABLE");
    await expect.poll(() => presage.output(), { timeout: 20_000 }).toContain("REGISTRY_UNREACHABLE");
    expect(leaks(presage.output() + (await served(presage, ["/metrics", "/readyz"])))).toEqual([]);
    await presage.kill();
  }, 60_000);

  it("is not told when the store cannot be reached, which ends the process", async () => {
    const { mqtt } = SECRETS;
    const store = { ...SECRETS.console.store, url: `postgres://${NOWHERE}/presage` };
    const presage = await up({ mqtt, console: { store } });
    expect(await presage.exit()).toBe(1);
    expect(presage.output()).toContain("STORE_UNREACHABLE");
    expect(leaks(presage.output())).toEqual([]);
  }, 60_000);

  describe.skipIf(skipWithout("mosquitto"))("that a broker refuses", () => {
    it("is not told", async () => {
      const mosquitto: Server = await startMosquitto({ config: ["allow_anonymous false"] });
      running.push(mosquitto);
      const presage = await up(
        { mqtt: SECRETS.mqtt },
        { PRESAGE_MQTT_URL: `mqtt://127.0.0.1:${mosquitto.port}` },
      );
      await expect.poll(() => presage.output(), { timeout: 30_000 }).toContain("MQTT_REFUSED");
      expect(leaks(presage.output() + (await served(presage, ["/metrics", "/readyz"])))).toEqual([]);
    }, 60_000);
  });
});

describe("a URL with user and password in it", () => {
  const load = (env: Readonly<Record<string, string>>): string => {
    try {
      loadConfig({ env });
    } catch (error) {
      return (error as Error).message;
    }
    return "accepted";
  };

  it.each([
    ["PRESAGE_MQTT_URL", "mqtt"],
    ["PRESAGE_MES_URL", "mqtts"],
    ["PRESAGE_NATS_URL", "nats"],
    ["PRESAGE_CONSOLE_STORE_URL", "postgres"],
    ["PRESAGE_CONSOLE_PUBLIC_URL", "https"],
  ])("is refused in %s, with a hint and without the password", (name, scheme) => {
    for (const password of [MARKER, `${MARKER}/with@signs`]) {
      const message = load({ [name]: `${scheme}://presage:${password}@host.example/x` });
      expect(message).toContain("must be a URL");
      expect(leaks(message)).toEqual([]);
    }
  });

  it("is refused among the brokers of Kafka", () => {
    const message = load({ PRESAGE_BROKER_KAFKA_BROKERS: `kafka://presage:${MARKER}@kafka:9092` });
    expect(message).toContain("host:port");
    expect(leaks(message)).toEqual([]);
  });
});

describe.skipIf(process.platform === "win32")("a file with a secret", () => {
  it("that everybody can read is warned of, and one that only its user can is not", async () => {
    for (const [name, mode] of [
      ["open", 0o644],
      ["private", 0o600],
    ] as const) {
      writeFileSync(join(directory, name), "a password");
      chmodSync(join(directory, name), mode);
    }
    const presage = await up({
      mqtt: { username: "presage", passwordFile: join(directory, "open") },
      console: { smtp: { passwordFile: join(directory, "private") } },
    });
    await expect.poll(() => presage.output(), { timeout: 20_000 }).toContain("everybody on this machine");
    expect(presage.output()).toContain(join(directory, "open"));
    expect(presage.output()).not.toContain(join(directory, "private"));
  }, 30_000);
});
