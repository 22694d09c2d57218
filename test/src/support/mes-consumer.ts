import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Command, mesPython, tied } from "@presage/testbed";

const path = (relative: string): string =>
  fileURLToPath(new URL(`../../../examples/mes/${relative}`, import.meta.url));

/** How the MES of the examples is started. */
export const MES_CONSUMERS = {
  TypeScript: (): Command => [process.execPath, path("dist/consumer.js")],
  Python: (): Command => [mesPython(), path("consumer.py")],
} as const;

interface Revision {
  readonly id: string;
  readonly subject: string;
  readonly revision: number;
}

/** An MES of the examples in a process of its own, which writes what it saw into a file. */
export interface MesConsumer {
  /** Ids of the revisions in its file, in the order in which it saw them, in all its lives. */
  seen(): string[];
  /** What it said last of the failures and groups that are open: `asset revision`. */
  open(): string[] | undefined;
  /** What it wrote on its standard output in this life. */
  lines(): Readonly<Record<string, unknown>>[];
  /** Feedback of an asset. */
  say(said: Readonly<Record<string, unknown>>): void;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export function startMesConsumer(command: Command, url: string, file: string): MesConsumer {
  const [program, ...args] = tied([...command, url, file, "mes-test"]);
  const child: ChildProcess = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  let output = "";
  child.stdout?.on("data", (text: Buffer) => void (output += text.toString()));
  const parse = <T>(text: string): T[] =>
    text
      .slice(0, text.lastIndexOf("\n") + 1)
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as T);
  const lines = (): { readonly open?: readonly Revision[] }[] => parse(output);
  return {
    seen: () => (existsSync(file) ? parse<Revision>(readFileSync(file, "utf8")).map(({ id }) => id) : []),
    open: () =>
      lines()
        .findLast(({ open }) => open !== undefined)
        ?.open?.map(({ subject, revision }) => `${subject} ${revision}`)
        .toSorted(),
    lines,
    say: (said) => void child.stdin?.write(`${JSON.stringify(said)}\n`),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    },
  };
}
