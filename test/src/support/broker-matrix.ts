import type { PlantBrokerName } from "./plant-broker.ts";

/** A broker, how one comes in, and what its devices may speak. */
export interface MatrixCase {
  readonly broker: "embedded" | PlantBrokerName;
  readonly way: string;
  readonly versions: readonly (4 | 5)[];
  readonly qos: readonly (0 | 1 | 2)[];
  /**
   * What is killed (SIGKILL) while devices publish: the bridge, then the broker. Mosquitto is killed when all has
   * arrived: what it had not saved would be lost by it, not on the way through Presage.
   */
  readonly killed: "" | "bridge and broker" | "bridge; broker at rest" | "both, as one process";
}

const ALL = [0, 1, 2] as const;

export const CASES = {
  "embedded plain": { broker: "embedded", way: "plain", versions: [4], qos: ALL, killed: "" },
  "embedded mutual TLS": {
    broker: "embedded",
    way: "mutual TLS, passwords, a user for each device",
    versions: [4],
    qos: ALL,
    killed: "both, as one process",
  },
  "mosquitto plain": { broker: "mosquitto", way: "plain", versions: [4, 5], qos: ALL, killed: "" },
  "mosquitto TLS": {
    broker: "mosquitto",
    way: "TLS, passwords, ACL",
    versions: [4, 5],
    qos: ALL,
    killed: "",
  },
  "mosquitto mutual TLS": {
    broker: "mosquitto",
    way: "mutual TLS, ACL",
    versions: [4, 5],
    qos: ALL,
    killed: "bridge; broker at rest",
  },
  "hivemq plain": { broker: "hivemq", way: "plain", versions: [4, 5], qos: ALL, killed: "" },
  "hivemq mutual TLS": {
    broker: "hivemq",
    way: "mutual TLS, passwords, roles",
    versions: [4, 5],
    qos: ALL,
    killed: "bridge and broker",
  },
  "nats plain": { broker: "nats", way: "plain", versions: [4], qos: [0, 1], killed: "" },
  "nats mutual TLS": {
    broker: "nats",
    way: "mutual TLS, passwords, permissions",
    versions: [4],
    qos: [0, 1],
    killed: "bridge and broker",
  },
} as const satisfies Record<string, MatrixCase>;

const VERSIONS = { 4: "3.1.1", 5: "5" };
const NAMES = { embedded: "embedded", mosquitto: "Mosquitto", hivemq: "HiveMQ CE", nats: "NATS" };

/** The table of docs/brokers/README.md. */
export const matrixTable = (): string =>
  [
    "| broker | devices and bridge come in by | MQTT of the devices | QoS | killed |",
    "|---|---|---|---|---|",
    ...Object.values(CASES).map(
      ({ broker, way, versions, qos, killed }) =>
        `| ${NAMES[broker]} | ${way} | ${versions.map((v) => VERSIONS[v]).join(", ")} | ${qos.join(", ")} | ${killed} |`,
    ),
  ].join("\n");
