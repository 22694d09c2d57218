import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { type Server, startServer } from "./server.ts";

/** nats-server with JetStream; `mqttPort` is its MQTT 3.1.1 gateway. `config` are lines for its configuration: users, TLS. */
export async function startNats(
  config: readonly string[] = [],
): Promise<Server & { readonly mqttPort: number }> {
  const port = await freePort();
  const mqttPort = await freePort();
  const server = await startServer({
    name: "nats",
    port,
    async command(directory) {
      const lines = [
        "server_name: test",
        "host: 127.0.0.1",
        `port: ${port}`,
        `jetstream { store_dir: "${join(directory, "data")}", max_mem: 256MB, max_file: 4GB }`,
        `mqtt { host: 127.0.0.1, port: ${mqttPort}, max_ack_pending: 1000 }`,
        ...config,
      ];
      await writeFile(join(directory, "nats.conf"), `${lines.join("\n")}\n`);
      return ["nats-server", "-c", join(directory, "nats.conf")];
    },
  });
  // Not a copy: `pid` and the rest are those of the moment.
  return Object.assign(Object.create(server) as Server, { mqttPort });
}
