import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openKafka } from "@presage/kafka";
import { type Server, startKafkaCluster, startMosquitto } from "@presage/testbed";
import { runCommand } from "./command.ts";
import { openDisk } from "./disk.ts";
import { readLog } from "./log-reader.ts";
import { PARTITIONS, type Part, type Plant, SETTINGS } from "./plant.ts";
import { Supervised } from "./process.ts";
import { openProxy, type Proxy } from "./proxy.ts";

/** What runs twice. */
const SERVICES = ["bridge", "features", "scorer", "grouper", "quality", "publisher"] as const;
const REPLICAS = 3;
/** Topics, and room for the cluster's own logs and what Presage writes in minutes. */
const DISK_MIB = 400;

const serverPart = (name: string, kind: Part["kind"], server: Server, network: Proxy): Part => ({
  name,
  kind,
  network,
  kill: () => server.kill(),
  end: () => server.kill(),
  start: () => server.restart(),
  pause: () => server.pause(),
  resume: () => server.resume(),
});

/** Three Kafka brokers, Mosquitto, two of each service and the console once, each in a process of its own, on this machine. */
export async function startCluster(): Promise<Plant> {
  const cwd = mkdtempSync(join(tmpdir(), "presage-torture-"));
  writeFileSync(join(cwd, "presage.yaml"), SETTINGS);
  const proxies: Proxy[] = [];
  const before = async (port: number): Promise<number> => {
    const proxy = await openProxy(port);
    proxies.push(proxy);
    return proxy.port;
  };
  const disk = openDisk(DISK_MIB);
  const kafka = await startKafkaCluster({
    size: REPLICAS,
    before,
    ...(disk && { data: { [REPLICAS]: disk.directory } }),
  });
  const mosquitto = await startMosquitto();
  const toMosquitto = await openProxy(mosquitto.port);
  const env = {
    PRESAGE_BROKER_KIND: "kafka",
    PRESAGE_BROKER_KAFKA_BROKERS: kafka.brokers.join(","),
    PRESAGE_BROKER_KAFKA_REPLICATION: String(REPLICAS),
    PRESAGE_BROKER_PARTITIONS: String(PARTITIONS),
    PRESAGE_MQTT_URL: `mqtt://127.0.0.1:${toMosquitto.port}`,
    PRESAGE_MODEL_REGISTRY: join(cwd, "registry"),
  };
  const ends: string[] = [];
  const supervised = (service: string, i: number): Supervised =>
    new Supervised({
      name: `${service}-${i}`,
      args: ["run", service],
      cwd,
      env: {
        ...env,
        PRESAGE_MQTT_CLIENT_ID: `${service}-${i}`,
        PRESAGE_DATA_DIR: join(cwd, `${service}-${i}`),
      },
      onEnd: (what) => void ends.push(what),
    });
  const services = [
    ...SERVICES.flatMap((service) => [supervised(service, 1), supervised(service, 2)]),
    supervised("console", 1),
  ];
  // The first bridge makes the topics.
  await Promise.all(services.map((service) => service.start()));
  const servicePart = (service: Supervised): Part => ({
    name: service.name,
    kind: "service",
    kill: () => service.kill(),
    end: () => service.end(),
    start: (more) => service.start(more),
    pause: () => service.pause(),
    resume: () => service.resume(),
  });
  const log = openKafka({ brokers: kafka.brokers, partitions: PARTITIONS, replication: REPLICAS });
  return {
    mode: "kafka",
    mqttUrl: `mqtt://127.0.0.1:${mosquitto.port}`,
    ends,
    parts: [
      ...services.map(servicePart),
      ...kafka.servers.map((server, i): Part => {
        const proxy = proxies.find(({ port }) => kafka.brokers[i]?.endsWith(`:${port}`));
        if (proxy === undefined) throw new Error("a broker without a proxy");
        const part = serverPart(`kafka-${i + 1}`, "kafka", server, proxy);
        return disk !== undefined && i + 1 === REPLICAS ? { ...part, disk } : part;
      }),
      serverPart("mosquitto", "mosquitto", mosquitto, toMosquitto),
    ],
    command: (...args) => runCommand(args, cwd, env),
    async ready(patienceMs) {
      const end = Date.now() + patienceMs;
      for (;;) {
        const states = await Promise.all(
          services.map(async (service) =>
            (await service.ready(100)) ? [] : [`${service.name}: ${await service.failing()}`],
          ),
        );
        const failing = states.flat();
        if (failing.length === 0 || Date.now() > end) return failing;
        await delay(500);
      }
    },
    readLog: () => readLog(log),
    outputs: () => services.map((service) => service.output()).join(""),
    async close() {
      await log.close();
      await Promise.all(services.map((service) => service.close()));
      await Promise.all(
        [...kafka.servers, mosquitto].map(async (server) => {
          await server.kill();
          await server.stop();
        }),
      );
      await Promise.all([...proxies, toMosquitto].map((proxy) => proxy.close()));
      disk?.close();
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}
