import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Command, tied } from "./tied.ts";

/** A real server that a test started. */
export interface Server {
  readonly host: "127.0.0.1";
  readonly port: number;
  readonly pid: number;
  /** The last lines it wrote since it was started. */
  log(): string;
  /** SIGKILL: as if the machine had lost power. Data stays. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT: as if it hung. */
  pause(): void;
  resume(): void;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

export interface Recipe {
  readonly name: string;
  readonly port: number;
  /** Writes what the server needs into its folder and says how to start it; called before every start. */
  command(directory: string): Promise<Command>;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What asks it to end; default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** Whether it serves, by its log since the start; asked again and again. Default: its port accepts connections. */
  ready?(log: string): boolean | Promise<boolean>;
}

const START_MS = 60_000;
const STOP_MS = 10_000;
const LOG_CHARS = 20_000;

/** Starts a server and waits until it serves. Throws with the tail of its log if it dies or takes over a minute. */
export async function startServer(recipe: Recipe): Promise<Server> {
  const directory = mkdtempSync(join(tmpdir(), `presage-${recipe.name}-`));
  const { stopSignal = "SIGTERM" } = recipe;
  let child: ChildProcess | undefined;
  let log = "";

  async function start(): Promise<void> {
    const [file, ...args] = tied(await recipe.command(directory));
    const started = spawn(file, args, {
      cwd: directory,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...recipe.env },
    });
    child = started;
    const keep = (text: Buffer): void => void (log = (log + text.toString()).slice(-LOG_CHARS));
    started.stdout.on("data", keep);
    started.stderr.on("data", keep);
    let failure: Error | undefined;
    log = "";
    started.once("error", (error) => (failure = error));
    for (const patience = Date.now() + START_MS; ; await delay(50)) {
      if (failure !== undefined || started.exitCode !== null || started.signalCode !== null)
        throw new Error(`${recipe.name} did not start:\n${log}`, { cause: failure });
      if (await (recipe.ready?.(log) ?? accepts(recipe.port))) return;
      if (Date.now() > patience)
        throw new Error(`${recipe.name} was not ready in ${START_MS / 1e3} s:\n${log}`);
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, "exit");
    ending.kill(signal);
    const patience = setTimeout(() => ending.kill("SIGKILL"), STOP_MS);
    await exited;
    clearTimeout(patience);
  }

  try {
    await start();
  } catch (error) {
    await end("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
  return {
    host: "127.0.0.1",
    port: recipe.port,
    get pid() {
      return child?.pid ?? -1;
    },
    log: () => log,
    kill: () => end("SIGKILL"),
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
    async restart() {
      await end(stopSignal);
      await start();
    },
    async stop() {
      await end(stopSignal);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Whether something accepts connections on a loopback port. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
