import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { type Server, startServer } from "./server.ts";

/** Prometheus, from the system's packages; scrapes `/metrics` of some ports every second, as the job `presage`. */
export async function startPrometheus(targets: readonly number[]): Promise<Server> {
  const port = await freePort();
  return startServer({
    name: "prometheus",
    port,
    async command(directory) {
      const file = join(directory, "prometheus.yaml");
      const hosts = targets.map((target) => `127.0.0.1:${target}`).join(", ");
      await writeFile(
        file,
        [
          "global: { scrape_interval: 1s }",
          `scrape_configs: [{ job_name: presage, static_configs: [{ targets: [${hosts}] }] }]`,
        ].join("\n"),
      );
      return [
        "prometheus",
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(directory, "data")}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ];
    },
    ready: async () => (await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => undefined))?.ok === true,
  });
}

/** Runs promtool, which comes with Prometheus; what it says. Throws if it says no. */
export const promtool = (...args: readonly string[]): string =>
  execFileSync("promtool", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
