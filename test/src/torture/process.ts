import { setTimeout as delay } from "node:timers/promises";
import { type Presage, startPresage } from "../support/presage.ts";

export interface Settings {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Told when it ended though nobody asked it to, with the end of its output; it is started again. */
  readonly onEnd: (what: string) => void;
}

const RESTART_MS = 500;

/** One process of Presage, which is started again when it ends by itself, as a supervisor does. */
export class Supervised {
  readonly name: string;
  readonly #settings: Settings;
  #process: Presage | undefined;
  /** Ends of a process that were asked for. */
  #wanted = new WeakSet<Presage>();
  #isClosed = false;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.name = settings.name;
  }

  /** Starts it; resolves once it is ready, or without waiting. */
  async start(env: Readonly<Record<string, string>> = {}, wait?: false): Promise<void> {
    const { args, cwd, env: own } = this.#settings;
    const started = await startPresage({ args, cwd, env: { ...own, ...env }, wait: false });
    this.#process = started;
    void this.#watch(started);
    if (wait !== false) await this.ready();
  }

  async #watch(started: Presage): Promise<void> {
    const code = await started.exit();
    if (this.#wanted.has(started) || this.#isClosed) return;
    this.#settings.onEnd(
      `${this.name} ended with ${code}: ${started.output().trim().split("\n").at(-1)?.slice(0, 600)}`,
    );
    await delay(RESTART_MS);
    if (!this.#isClosed && this.#process === started) await this.start({}, false);
  }

  /** Waits until it is ready, or for so long; whether it is. */
  async ready(patienceMs = 60_000): Promise<boolean> {
    for (const end = Date.now() + patienceMs; Date.now() < end; await delay(100)) {
      const said = await this.#process?.ready().catch(() => undefined);
      if (said?.ready === true) return true;
    }
    return false;
  }

  /** Why it is not ready. */
  async failing(): Promise<string> {
    const said = await this.#process?.ready().catch(() => undefined);
    return said === undefined
      ? "it does not answer"
      : Object.entries(said.failing)
          .map(([part, why]) => `${part}: ${why}`)
          .join("; ");
  }

  output(): string {
    return `== ${this.name}\n${this.#process?.output() ?? ""}\n`;
  }

  metric(name: string): Promise<number | undefined> {
    return this.#process?.metric(name) ?? Promise.resolve(undefined);
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#process !== undefined) process.kill(this.#process.pid, signal);
  }

  pause(): void {
    this.#signal("SIGSTOP");
  }

  resume(): void {
    this.#signal("SIGCONT");
  }

  async kill(): Promise<void> {
    if (this.#process !== undefined) this.#wanted.add(this.#process);
    await this.#process?.kill();
  }

  /** SIGTERM. */
  async end(): Promise<void> {
    if (this.#process !== undefined) this.#wanted.add(this.#process);
    await this.#process?.stop();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.kill();
  }
}
