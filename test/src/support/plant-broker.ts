import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CertificateAuthority,
  createAuthority,
  freePort,
  type Requirement,
  type Server,
  startHiveMq,
  startMosquitto,
  startNats,
} from "@presage/testbed";
import type { IClientOptions } from "mqtt";

/** Users of the ready-made configuration. */
export const ROLES = [
  "press-7",
  "press-8",
  "presage-bridge",
  "presage-publisher",
  "mes",
  "engineer",
] as const;
export type Role = (typeof ROLES)[number];

/** A broker that runs on the ready-made configuration in docs/brokers, its ports and paths exchanged. */
export interface PlantBroker {
  readonly server: Server;
  /** How a client comes in as a user. */
  client(role: Role): IClientOptions & { readonly port: number };
  /** How the bridge comes in, as settings of `presage`. Mosquitto takes a certificate for a password. */
  bridge(by?: "password" | "certificate"): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const doc = (name: string): string =>
  readFileSync(new URL(`../../../docs/brokers/${name}`, import.meta.url), "utf8");

const passwordOf = (role: Role): string => `change-${role}`;

const STORE_PASSWORD = "changeit";
const SERVER_FILES = (server: { cert: string; key: string }, ca: string) => ({
  "server.pem": readFileSync(server.cert),
  "server-key.pem": readFileSync(server.key),
  "plant-ca.pem": readFileSync(ca),
});

/** Starts the server; says on which port a role comes in. */
type Start = (
  authority: CertificateAuthority,
) => Promise<{ readonly server: Server; port(role: Role): number; hasPassword(role: Role): boolean }>;

async function mosquitto(authority: CertificateAuthority) {
  const passwords = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "presage-passwd-"));
  const passwd = join(folder, "passwd");
  for (const [i, role] of ROLES.entries())
    execFileSync("mosquitto_passwd", [...(i === 0 ? ["-c"] : []), "-b", passwd, role, passwordOf(role)], {
      stdio: "pipe",
    });
  const server = await startMosquitto({
    files: {
      ...SERVER_FILES(authority.issue("server"), authority.ca),
      acl: doc("mosquitto/acl"),
      passwd: readFileSync(passwd),
    },
    // As root it would become another user, who may not read the folder.
    conf: (port, directory) =>
      `user root\nlog_dest stderr\n${doc("mosquitto/mosquitto.conf")}`
        .replaceAll("/etc/mosquitto/", `${directory}/`)
        .replaceAll("/var/lib/mosquitto/", `${directory}/data/`)
        .replace("listener 8883", `listener ${port} 127.0.0.1`)
        .replace("listener 8884", `listener ${passwords} 127.0.0.1`),
  });
  rmSync(folder, { recursive: true });
  const isDevice = (role: Role): boolean => role.startsWith("press");
  return {
    server,
    port: (role: Role) => (isDevice(role) ? server.port : passwords),
    hasPassword: (role: Role) => !isDevice(role),
  };
}

async function hivemq(authority: CertificateAuthority) {
  const folder = mkdtempSync(join(tmpdir(), "presage-stores-"));
  const { cert, key } = authority.issue("server");
  const [keys, trusted] = [join(folder, "server.p12"), join(folder, "plant-ca.p12")];
  const pass = `pass:${STORE_PASSWORD}`;
  execFileSync("openssl", ["pkcs12", "-export", "-in", cert, "-inkey", key, "-out", keys, "-passout", pass]);
  const store = ["-keystore", trusted, "-storetype", "PKCS12", "-storepass", STORE_PASSWORD];
  execFileSync("keytool", ["-importcert", "-noprompt", "-alias", "ca", "-file", authority.ca, ...store], {
    stdio: "pipe",
  });
  const server = await startHiveMq({
    env: { HIVEMQ_STORE_PASSWORD: STORE_PASSWORD },
    files: {
      "server.p12": readFileSync(keys),
      "plant-ca.p12": readFileSync(trusted),
      "credentials.xml": doc("hivemq/credentials.xml"),
    },
    config: (port, directory) =>
      doc("hivemq/config.xml")
        .replaceAll("/opt/hivemq/tls/", `${directory}/`)
        .replace("<port>8883</port>", `<port>${port}</port>`)
        .replace("<bind-address>0.0.0.0<", "<bind-address>127.0.0.1<"),
  });
  rmSync(folder, { recursive: true });
  return { server, port: () => server.port, hasPassword: () => true };
}

async function nats(authority: CertificateAuthority) {
  const server = await startNats({
    env: Object.fromEntries(
      ROLES.map((role) => [`${role.toUpperCase().replaceAll("-", "_")}_PASSWORD`, passwordOf(role)]),
    ),
    files: SERVER_FILES(authority.issue("server"), authority.ca),
    conf: ({ port, mqttPort }, directory) =>
      doc("nats/nats.conf")
        .replaceAll("/etc/nats/", `${directory}/`)
        .replace("/var/lib/nats", `${directory}/data`)
        .replace("port: 4222", `port: ${port}`)
        .replace("host: 0.0.0.0\n  port: 8883", `host: 127.0.0.1\n  port: ${mqttPort}`),
  });
  return { server, port: () => server.mqttPort, hasPassword: () => true };
}

const STARTS = { mosquitto, hivemq, nats } satisfies Partial<Record<Requirement, Start>>;
export type PlantBrokerName = keyof typeof STARTS;
export const PLANT_BROKERS = Object.keys(STARTS) as readonly PlantBrokerName[];

/** What it takes to start one. */
export const neededFor = (name: PlantBrokerName): readonly Requirement[] => [name, "openssl"];

export async function startPlantBroker(name: PlantBrokerName): Promise<PlantBroker> {
  const authority = createAuthority();
  const { server, port, hasPassword } = await STARTS[name](authority);
  const certificates = new Map(ROLES.map((role) => [role, authority.issue(role)]));
  const certificateOf = (role: Role) => certificates.get(role) ?? authority.issue(role);
  const login = (role: Role) => ({ username: role, password: passwordOf(role) });
  return {
    server,
    client(role) {
      const { cert, key } = certificateOf(role);
      return {
        protocol: "mqtts",
        host: "127.0.0.1",
        port: port(role),
        ca: readFileSync(authority.ca),
        cert: readFileSync(cert),
        key: readFileSync(key),
        ...(hasPassword(role) && login(role)),
      };
    },
    bridge(by = "password") {
      const { cert, key } = certificateOf("presage-bridge");
      const { username, password } = login("presage-bridge");
      return {
        PRESAGE_MQTT_URL: `mqtts://127.0.0.1:${by === "certificate" ? server.port : port("presage-bridge")}`,
        PRESAGE_MQTT_TLS_CA: authority.ca,
        PRESAGE_MQTT_TLS_CERT: cert,
        PRESAGE_MQTT_TLS_KEY: key,
        ...(by === "password" && { PRESAGE_MQTT_USERNAME: username, PRESAGE_MQTT_PASSWORD: password }),
      };
    },
    async stop() {
      await server.stop();
      authority.remove();
    },
  };
}
