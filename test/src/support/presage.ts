import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort, tied } from "@presage/testbed";

const MAIN = fileURLToPath(new URL("../../../services/cli/dist/main.js", import.meta.url));

/** A `presage` process as a user starts it. */
export interface Presage {
  readonly httpPort: number;
  readonly pid: number;
  /** What it wrote. */
  output(): string;
  /** Reads `/readyz`. */
  ready(): Promise<{ readonly ready: boolean; readonly failing: Readonly<Record<string, string>> }>;
  /** Value of a metric, labels included in the name; undefined if it is not there. */
  metric(name: string): Promise<number | undefined>;
  /** The exit code once it ends by itself. */
  exit(): Promise<number | null>;
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export interface PresageOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Do not wait until it is ready. */
  readonly wait?: false;
}

const READY_MS = 30_000;

/** Starts `presage` and waits until it is ready. Throws with its output if it ends before. */
export async function startPresage({ args, cwd, env, wait }: PresageOptions): Promise<Presage> {
  const httpPort = await freePort();
  const [file, ...rest] = tied([process.execPath, MAIN, ...args]);
  const child: ChildProcess = spawn(file, rest, {
    cwd,
    env: { PATH: process.env["PATH"], PRESAGE_HTTP_PORT: String(httpPort), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (text: Buffer): void => void (output = (output + text.toString()).slice(-100_000));
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!ended()) {
      const exit = once(child, "exit");
      child.kill(signal);
      await exit;
    }
    return child.exitCode;
  };
  const get = async (path: string): Promise<string> =>
    (await fetch(`http://127.0.0.1:${httpPort}${path}`)).text();

  const presage: Presage = {
    httpPort,
    pid: child.pid ?? -1,
    output: () => output,
    ready: async () => JSON.parse(await get("/readyz")) as Awaited<ReturnType<Presage["ready"]>>,
    async metric(name) {
      const line = (await get("/metrics")).split("\n").find((l) => l.startsWith(`${name} `));
      return line === undefined ? undefined : Number(line.split(" ").at(-1));
    },
    async exit() {
      if (!ended()) await once(child, "exit");
      return child.exitCode;
    },
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
  };
  if (wait === false) return presage;
  for (const patience = Date.now() + READY_MS; ; await delay(30)) {
    if (ended()) throw new Error(`presage ${args.join(" ")} ended:\n${output}`);
    if (
      await presage.ready().then(
        (r) => r.ready,
        () => false,
      )
    )
      return presage;
    if (Date.now() > patience) {
      await presage.kill();
      throw new Error(`presage ${args.join(" ")} is not ready:\n${output}`);
    }
  }
}
