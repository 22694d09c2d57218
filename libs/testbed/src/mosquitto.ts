import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { type Server, startServer } from "./server.ts";

export interface MosquittoOptions {
  /** Lines for mosquitto.conf instead of `allow_anonymous true`. Files named in `files` are in its folder. */
  readonly config?: readonly string[];
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Messages under way to one client; default 1,000. */
  readonly inflight?: number;
  /** Text of the whole mosquitto.conf instead of any of that, for a port and the folder that `files` are in. */
  readonly conf?: (port: number, directory: string) => string;
  /** Whether sessions and messages survive a kill; default true. */
  readonly persistence?: boolean;
}

/** Eclipse Mosquitto, from the system's packages. Keeps sessions and messages over a kill. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<Server> {
  const port = await freePort();
  return startServer({
    name: "mosquitto",
    port,
    async command(directory) {
      const data = join(directory, "data");
      await mkdir(data, { recursive: true });
      for (const [name, text] of Object.entries(options.files ?? {}))
        await writeFile(join(directory, name), text);
      const lines = [
        `listener ${port} 127.0.0.1`,
        ...(options.config ?? ["allow_anonymous true"]),
        `persistence ${options.persistence ?? true}`,
        `persistence_location ${data}/`,
        // Written after every change: a kill -9 must not lose what was acknowledged.
        "autosave_on_changes true",
        "autosave_interval 1",
        `max_inflight_messages ${options.inflight ?? 1_000}`,
        "max_queued_messages 0",
        "set_tcp_nodelay true",
        // As root it would become another user, who may not read the folder.
        "user root",
        "log_dest stderr",
      ];
      const conf = options.conf?.(port, directory) ?? `${lines.join("\n")}\n`;
      await writeFile(join(directory, "mosquitto.conf"), conf);
      return ["mosquitto", "-c", join(directory, "mosquitto.conf")];
    },
  });
}
