import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { type Server, startServer } from "./server.ts";

export interface NatsOptions {
  /** Text of the whole nats.conf instead, for both ports and the folder that `files` are in. */
  readonly conf?: (ports: { readonly port: number; readonly mqttPort: number }, directory: string) => string;
  /** Lines that are added to the configuration: users, TLS. */
  readonly config?: readonly string[];
  /** Messages under way to one MQTT client; default 1,000. */
  readonly maxAckPending?: number;
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** nats-server with JetStream; `mqttPort` is its MQTT 3.1.1 gateway. */
export async function startNats({
  config = [],
  conf,
  files,
  env,
  maxAckPending = 1_000,
}: NatsOptions = {}): Promise<Server & { readonly mqttPort: number }> {
  const port = await freePort();
  const mqttPort = await freePort();
  const server = await startServer({
    name: "nats",
    port,
    ...(env !== undefined && { env }),
    async command(directory) {
      for (const [name, content] of Object.entries(files ?? {}))
        await writeFile(join(directory, name), content);
      const lines = [
        "server_name: test",
        "host: 127.0.0.1",
        `port: ${port}`,
        `jetstream { store_dir: "${join(directory, "data")}", max_mem: 256MB, max_file: 4GB }`,
        `mqtt { host: 127.0.0.1, port: ${mqttPort}, max_ack_pending: ${maxAckPending} }`,
        ...config,
      ];
      const text = conf?.({ port, mqttPort }, directory) ?? `${lines.join("\n")}\n`;
      await writeFile(join(directory, "nats.conf"), text);
      return ["nats-server", "-c", join(directory, "nats.conf")];
    },
  });
  // Not a copy: `pid` and the rest are those of the moment.
  return Object.assign(Object.create(server) as Server, { mqttPort });
}
