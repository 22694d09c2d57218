import { spawnSync } from "node:child_process";

export type Command = readonly [file: string, ...args: string[]];

const TIE: Command = ["setpriv", "--pdeathsig", "KILL", "--"];

let canTie: boolean | undefined;

/**
 * A command whose process ends with the one that starts it, however that ends: a test run that is killed leaves nothing
 * behind. Linux only (`setpriv` of util-linux, which becomes the command and so keeps its process id); elsewhere, and
 * with a `setpriv` that cannot do it, the command as it is.
 */
export function tied(command: Command): Command {
  const [file, ...args] = TIE;
  canTie ??= spawnSync(file, [...args, "true"], { stdio: "ignore" }).status === 0;
  return canTie ? [...TIE, ...command] : command;
}
