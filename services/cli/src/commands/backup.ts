import { existsSync, statSync } from "node:fs";
import { chmod, cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { PresageError } from "@presage/contracts";
import { isInUse, snapshotFile } from "@presage/embedded";
import { registryFolder } from "@presage/registry";
import { type Config, loadConfig } from "@presage/service";
import { checkManifest, type Manifest, writeManifest } from "../backup/manifest.ts";
import { checkRoom, megabytes } from "../backup/room.ts";
import { VERSION } from "../process/version.ts";

export interface BackupOptions {
  readonly config?: string;
  readonly json?: boolean;
}

export interface RestoreOptions extends BackupOptions {
  readonly force?: boolean;
}

/**
 * SQLite files in the order in which they are copied. What refers to another comes first: the console's store says up to where in the
 * log it is, and what the log has beyond is taken in after a restore.
 */
const STORES = ["console.db", "log.db"] as const;
/** Packages and pointers; last, so that every model that the log names is there. */
const REGISTRY = "registry";
/** Of its folder. Assignments name packages, which are there for good; what is being written is in neither. */
const REGISTRY_PARTS = ["assignments", "packages"] as const;

/** Copies what Presage keeps in its folder into a new folder, also while it runs. Throws `FILE_UNWRITABLE`, `FILE_UNREADABLE`. */
export async function backup(to: string, { config: file, json = false }: BackupOptions): Promise<void> {
  const config = loadConfig({ env: process.env, file });
  const begin = new Date();
  const parts = STORES.filter((name) => existsSync(join(config.dataDir, name)));
  const registry = registryFolder(config);
  if (parts.length === 0 && !existsSync(registry))
    throw new PresageError(
      "FILE_UNREADABLE",
      `${resolve(config.dataDir)} has nothing that Presage keeps; is dataDir the right one?`,
    );
  await makeEmpty(to);
  await checkRoom(to, [
    // What is written ahead is part of the copy.
    ...parts.flatMap((name) => ["", "-wal"].map((beside) => join(config.dataDir, name + beside))),
    ...REGISTRY_PARTS.map((part) => join(registry, part)),
  ]);
  for (const name of parts) {
    say(json, `${name}, ${megabytes(statSync(join(config.dataDir, name)).size)} …`);
    snapshotFile(join(config.dataDir, name), join(to, name));
    await chmod(join(to, name), 0o600);
  }
  if (existsSync(registry)) {
    say(json, "models …");
    for (const part of REGISTRY_PARTS)
      if (existsSync(join(registry, part)))
        await cp(join(registry, part), join(to, REGISTRY, part), { recursive: true });
  }
  const manifest = await writeManifest(to, VERSION, begin);
  print(json, to, manifest, [`${to} holds a backup of ${resolve(config.dataDir)}`, ...notIncluded(config)]);
}

/** Puts a backup into the folder of a Presage that does not run. */
export async function restore(
  from: string,
  { config: file, json = false, force = false }: RestoreOptions,
): Promise<void> {
  const config = loadConfig({ env: process.env, file });
  const { dataDir } = config;
  const manifest = await checkManifest(from);
  for (const name of STORES)
    if (existsSync(join(dataDir, name)) && isInUse(join(dataDir, name)))
      throw new PresageError("FILE_UNWRITABLE", `Presage runs on ${resolve(dataDir)}; stop it first`);
  const parts = [
    ...STORES.map((name) => ({ name, place: join(dataDir, name) })),
    { name: REGISTRY, place: registryFolder(config) },
  ];
  const full = parts.filter(({ place }) => existsSync(place));
  if (full.length > 0 && !force)
    throw new PresageError(
      "FILE_UNWRITABLE",
      `${full.map(({ place }) => resolve(place)).join(", ")} is there already; --force moves it aside`,
    );
  // All is copied before anything is moved: the backup may be in the same folder, or the disk too small.
  const restored = parts.filter(({ name }) => existsSync(join(from, name)));
  for (const { name, place } of restored) {
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    await rm(`${place}.restoring`, { recursive: true, force: true });
    await cp(join(from, name), `${place}.restoring`, { recursive: true });
  }
  const aside = await moveAside(full.map(({ place }) => place));
  for (const { place } of restored) await rename(`${place}.restoring`, place);
  print(json, from, manifest, [
    `${resolve(dataDir)} is as Presage ${manifest.presage} left it at ${manifest.at}`,
    ...aside.map((path) => `what was there is in ${path}`),
  ]);
}

/** Not the folder as a whole: it may be a mount. What SQLite keeps beside its file goes with it. */
async function moveAside(places: readonly string[]): Promise<readonly string[]> {
  const suffix = `.before-${new Date().toISOString().replaceAll(":", "-")}`;
  for (const place of places)
    for (const beside of ["", "-wal", "-shm"])
      if (existsSync(place + beside)) await rename(place + beside, place + suffix + beside);
  return places.map((place) => resolve(place + suffix));
}

/** What of this installation is elsewhere. */
const notIncluded = ({ broker, console: { store }, nats }: Config): string[] => [
  ...(broker.kind === "kafka" ? ["not in it: the log, which is in Kafka"] : []),
  ...(store.url === undefined ? [] : ["not in it: what the console keeps, which is in PostgreSQL"]),
  ...(nats.url === undefined ? [] : ["not in it: the models, which are in NATS"]),
];

async function makeEmpty(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new PresageError("FILE_UNWRITABLE", `cannot make the folder ${folder}`, cause);
  }
  if ((await readdir(folder)).length > 0)
    throw new PresageError("FILE_UNWRITABLE", `${folder} is not empty; a backup needs a folder of its own`);
}

const say = (json: boolean, line: string): void => {
  if (!json) process.stderr.write(`${line}\n`);
};

function print(
  json: boolean,
  folder: string,
  { at, presage, files }: Manifest,
  lines: readonly string[],
): void {
  const bytes = files.reduce((sum, each) => sum + each.bytes, 0);
  process.stdout.write(
    json
      ? `${JSON.stringify({ folder, at, presage, files: files.length, bytes })}\n`
      : `${[...lines, `${files.length} files, ${megabytes(bytes)}`].join("\n")}\n`,
  );
}
