import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chown } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { freePort } from "./ports.ts";
import { type Server, startServer } from "./server.ts";
import type { Command } from "./tied.ts";

/** Debian keeps each version in a folder of its own, off the PATH. */
const DEBIAN = "/usr/lib/postgresql";

/** The folder of the newest PostgreSQL that is installed, or undefined. */
export function postgresFolder(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const folders = versions.toSorted((a, b) => Number(b) - Number(a)).map((name) => join(DEBIAN, name, "bin"));
  return [...folders, ...(process.env["PATH"] ?? "").split(delimiter)].find((folder) =>
    existsSync(join(folder, "initdb")),
  );
}

/** PostgreSQL refuses to run as root, so there it runs as the user that its package made. */
function asOrdinaryUser(command: Command): Command {
  if (process.getuid?.() !== 0) return command;
  // A change of user takes back what ties a process to the one that started it, so that is asked for here.
  const change = ["--reuid", "postgres", "--regid", "postgres", "--init-groups", "--pdeathsig", "KILL"];
  return ["setpriv", ...change, "--", ...command];
}

function run(...command: Command): void {
  const [file, ...args] = asOrdinaryUser(command);
  execFileSync(file, args, { stdio: "pipe" });
}

const idOf = (kind: "-u" | "-g"): number =>
  Number(execFileSync("id", [kind, "postgres"], { encoding: "utf8" }));

export interface Postgres extends Server {
  /** A new, empty database: postgres://user@host:port/database */
  createDatabase(): string;
}

/** PostgreSQL, from the system's packages, that lets everybody in. Keeps its data over a kill. */
export async function startPostgres(): Promise<Postgres> {
  const port = await freePort();
  const bin = postgresFolder() ?? "";
  const server = await startServer({
    name: "postgres",
    port,
    // SIGTERM would wait until all clients have gone.
    stopSignal: "SIGINT",
    async command(directory) {
      const data = join(directory, "data");
      if (!existsSync(data)) {
        if (process.getuid?.() === 0) await chown(directory, idOf("-u"), idOf("-g"));
        const how = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"];
        run(join(bin, "initdb"), ...how, `--pgdata=${data}`);
      }
      const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];
      return asOrdinaryUser([
        join(bin, "postgres"),
        "-D",
        data,
        "-p",
        String(port),
        ...settings.flatMap((setting) => ["-c", setting]),
      ]);
    },
    ready: (log) => log.includes("ready to accept connections"),
  });
  let databases = 0;
  // Not a copy: `pid` and the rest are those of the moment.
  return Object.assign(Object.create(server) as Server, {
    createDatabase() {
      const name = `test${++databases}`;
      const where = ["--host=127.0.0.1", `--port=${port}`, "--username=postgres"];
      run(join(bin, "createdb"), ...where, name);
      return `postgres://postgres@127.0.0.1:${port}/${name}`;
    },
  });
}
