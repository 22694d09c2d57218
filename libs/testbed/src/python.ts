import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cached } from "./cache.ts";

/** The frameworks that models come from, each at the version with which the tests were made. */
const REQUIREMENTS = fileURLToPath(new URL("../../../models/tools/requirements-test.txt", import.meta.url));

/** The folder of the virtual environment, whether it is filled or not. Other requirements have another one. */
export const environment = (): string =>
  cached(`python-${createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12)}`);

/** The interpreter that has the frameworks. */
export const python = (): string => join(environment(), "bin", "python");

export const hasFrameworks = (): boolean => existsSync(join(environment(), ".complete"));

export const hasPython = (): boolean =>
  spawnSync("python3", ["--version"], { stdio: "ignore" }).error === undefined;

/** Makes the virtual environment and fetches the frameworks with pip, 2 GB and a minute. Throws with the output if that fails. */
export function installFrameworks(): void {
  if (hasFrameworks()) return;
  const folder = environment();
  rmSync(folder, { recursive: true, force: true });
  run("python3", "-m", "venv", folder);
  run(python(), "-m", "pip", "install", "--quiet", "--no-input", "--requirement", REQUIREMENTS);
  writeFileSync(join(folder, ".complete"), "");
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0)
    throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
}
