import { startPresage } from "../support/presage.ts";

/** Runs a `presage` command to its end. Throws with its output if it fails. */
export async function runCommand(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const command = await startPresage({ args, cwd, env, wait: false });
  const code = await command.exit();
  if (code !== 0) throw new Error(`presage ${args.join(" ")} ended with ${code}:\n${command.output()}`);
}
