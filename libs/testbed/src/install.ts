import { type Artifact, HIVEMQ, install, isInstalled, jars, KAFKA, TAHU } from "./jars.ts";
import {
  type Environment,
  fill,
  folderOf,
  FRAMEWORKS,
  FUZZER,
  hasPython,
  isFilled,
  MES_CLIENT,
} from "./python.ts";

/** Something that tests need and that is fetched once. */
interface Piece {
  readonly name: string;
  readonly folder: string;
  readonly isInstalled: boolean;
  install(): void;
}

const jarsOf = (artifact: Artifact): Piece => ({
  name: artifact.name,
  folder: jars(artifact),
  isInstalled: isInstalled(artifact),
  install: () => install(artifact),
});

const environmentOf = (environment: Environment): Piece => ({
  name: environment.name,
  folder: folderOf(environment),
  isInstalled: isFilled(environment),
  install: () => fill(environment),
});

const PYTHON = [FRAMEWORKS, FUZZER, MES_CLIENT].map(environmentOf);

const all: readonly Piece[] = [...[KAFKA, HIVEMQ, TAHU].map(jarsOf), ...PYTHON];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.some((piece) => piece.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `unknown: ${unknown.join(", ")}; there are ${all.map(({ name }) => name).join(", ")}\n`,
  );
  process.exit(2);
}
for (const piece of all) {
  if (wanted.length > 0 && !wanted.includes(piece.name)) continue;
  if (PYTHON.includes(piece) && !hasPython()) {
    process.stdout.write(`there is no python3: tests with ${piece.name} will be skipped\n`);
    continue;
  }
  if (!piece.isInstalled) process.stdout.write(`fetching ${piece.name} …\n`);
  piece.install();
  process.stdout.write(`${piece.name} is in ${piece.folder}\n`);
}
