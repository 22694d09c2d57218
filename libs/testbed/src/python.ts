import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cached } from "./cache.ts";

/** A virtual environment of Python, for what `requirements` names, each at the version with which the tests were made. */
export interface Environment {
  readonly name: string;
  /** Path of the requirements file. */
  readonly requirements: string;
}

const path = (relative: string): string => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));

/** The frameworks that models come from: 2 GB, a minute. */
export const FRAMEWORKS: Environment = {
  name: "python",
  requirements: path("models/tools/requirements-test.txt"),
};

/** What asks an API for everything that its description allows, and more. */
export const FUZZER: Environment = { name: "fuzzer", requirements: path("test/requirements-fuzz.txt") };

/** What the MES of the examples listens with. */
export const MES_CLIENT: Environment = {
  name: "mes-client",
  requirements: path("examples/mes/requirements.txt"),
};

/** The folder of an environment, whether it is filled or not. Other requirements have another one. */
export const folderOf = ({ name, requirements }: Environment): string =>
  cached(`${name}-${createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12)}`);

const programOf = (environment: Environment, name: string): string =>
  join(folderOf(environment), "bin", name);

/** The interpreter that has the frameworks. */
export const python = (): string => programOf(FRAMEWORKS, "python");

export const schemathesis = (): string => programOf(FUZZER, "schemathesis");

/** The interpreter that has what the MES of the examples listens with. */
export const mesPython = (): string => programOf(MES_CLIENT, "python");

export const isFilled = (environment: Environment): boolean =>
  existsSync(join(folderOf(environment), ".complete"));

export const hasPython = (): boolean =>
  spawnSync("python3", ["--version"], { stdio: "ignore" }).error === undefined;

/** Makes an environment and fetches what belongs into it with pip. Throws with the output if that fails. */
export function fill(environment: Environment): void {
  if (isFilled(environment)) return;
  const folder = folderOf(environment);
  rmSync(folder, { recursive: true, force: true });
  run("python3", "-m", "venv", folder);
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--requirement", environment.requirements];
  run(programOf(environment, "python"), ...pip);
  writeFileSync(join(folder, ".complete"), "");
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0)
    throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
}
