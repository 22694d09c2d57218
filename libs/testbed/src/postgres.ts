import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chmod, chown, copyFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Certificate } from "./certificates.ts";
import { freePort } from "./ports.ts";
import { type Server, startServer } from "./server.ts";
import type { Command } from "./tied.ts";

/** Debian keeps each version in a folder of its own, off the PATH. */
const DEBIAN = "/usr/lib/postgresql";

/** Of what a tool writes, as a dump. */
const MOST_BYTES = 256 * 2 ** 20;

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

/** Runs one of its tools; what that writes. */
function run(command: Command, input: string | Buffer = ""): Buffer {
  const [file, ...args] = asOrdinaryUser(command);
  return execFileSync(file, args, { input, stdio: "pipe", maxBuffer: MOST_BYTES });
}

const idOf = (kind: "-u" | "-g"): number =>
  Number(execFileSync("id", [kind, "postgres"], { encoding: "utf8" }));

export interface Postgres extends Server {
  /** A new, empty database: postgres://user@host:port/database */
  createDatabase(): string;
  /** `pg_dump` of one database, and `pg_restore` of that into another, empty one. */
  dumpInto(from: string, into: string): void;
  /** Runs a script of psql as administrator; each variable may stand in it as `:'name'`. Throws with what psql says. */
  execute(script: string, variables?: Readonly<Record<string, string>>): void;
}

/** Puts certificate and key where the server looks for them, as it wants them: its own, and nobody else's. */
async function secure(data: string, { certificate, access }: PostgresSecurity): Promise<void> {
  const files = { "server.crt": certificate.cert, "server.key": certificate.key };
  for (const [name, from] of Object.entries(files)) {
    await copyFile(from, join(data, name));
    await chmod(join(data, name), 0o600);
    if (process.getuid?.() === 0) await chown(join(data, name), idOf("-u"), idOf("-g"));
  }
  await writeFile(join(data, "pg_hba.conf"), access.map((line) => `${line}\n`).join(""));
}

export interface PostgresSecurity {
  /** Of the server: it speaks TLS then. */
  readonly certificate: Certificate;
  /** Lines of pg_hba.conf instead of the one that lets everybody in: who may come, from where, and how. */
  readonly access: readonly string[];
}

/** PostgreSQL, from the system's packages, that lets everybody in unless told otherwise. Keeps its data over a kill. */
export async function startPostgres(security?: PostgresSecurity): Promise<Postgres> {
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
        run([join(bin, "initdb"), ...how, `--pgdata=${data}`]);
        if (security !== undefined) await secure(data, security);
      }
      const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];
      if (security !== undefined) settings.push("ssl=on");
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
  const where = ["--host=127.0.0.1", `--port=${port}`, "--username=postgres"];
  // Not a copy: `pid` and the rest are those of the moment.
  return Object.assign(Object.create(server) as Server, {
    createDatabase() {
      const name = `test${++databases}`;
      run([join(bin, "createdb"), ...where, name]);
      return `postgres://postgres@127.0.0.1:${port}/${name}`;
    },
    dumpInto(from: string, into: string) {
      const dump = run([join(bin, "pg_dump"), "--format=custom", `--dbname=${from}`]);
      run([join(bin, "pg_restore"), "--exit-on-error", `--dbname=${into}`], dump);
    },
    execute(script: string, variables: Readonly<Record<string, string>> = {}) {
      const set = Object.entries(variables).map(([name, value]) => `--set=${name}=${value}`);
      run([join(bin, "psql"), ...where, "--set=ON_ERROR_STOP=1", "--quiet", ...set], script);
    },
  });
}
