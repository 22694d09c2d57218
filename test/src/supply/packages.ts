import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A package that Presage needs when it runs. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** SPDX expression; undefined if the package names none. */
  readonly licence: string | undefined;
  /** Digests of its archive, as in Subresource Integrity: `sha512-` and base64. */
  readonly integrity: string | undefined;
  /** `name@version` of the packages that it needs itself. */
  readonly needs: readonly string[];
}

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

type Lock = Readonly<Record<string, Locked>>;

const FOLDER = "node_modules/";

export const idOf = ({ name, version }: Pick<Package, "name" | "version">): string => `${name}@${version}`;

function readLock(root: string): Lock {
  const text = readFileSync(join(root, "package-lock.json"), "utf8");
  return (JSON.parse(text) as { packages: Lock }).packages;
}

/** The packages of a package-lock.json (version 3) but for those of development and our own, by name. */
export function productionPackages(root: string): readonly Package[] {
  const lock = readLock(root);
  const found = new Map<string, Package>();
  for (const [path, locked] of Object.entries(lock)) {
    const name = nameOf(path, locked);
    const { version, license: licence, integrity } = locked;
    if (name === undefined || version === undefined) continue;
    const needs = needsOf(lock, path, locked);
    found.set(idOf({ name, version }), { name, version, licence, integrity, needs });
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/**
 * The folders of packages, and of all that they need themselves, as far as they are installed: those of other systems are not.
 * @param wanted `folder:name`, the name as it is asked for in a folder
 * Throws for a package that is wanted and not installed.
 */
export function installedPackages(
  root: string,
  wanted: readonly string[],
): readonly { readonly path: string; readonly id: string }[] {
  const lock = readLock(root);
  const found = new Map<string, string>();
  const next = wanted.map((each) => {
    const [folder = "", name = ""] = each.split(":");
    const path = lookUp(lock, folder, name);
    if (path === undefined || !existsSync(join(root, path))) throw new Error(`${name} is not installed`);
    return path;
  });
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    const { version = "", dependencies, optionalDependencies, peerDependencies } = lock[path] ?? {};
    if (found.has(path)) continue;
    found.set(path, idOf({ name: path.slice(path.lastIndexOf(FOLDER) + FOLDER.length), version }));
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const needed = lookUp(lock, path, name);
      if (needed !== undefined && existsSync(join(root, needed))) next.push(needed);
    }
  }
  return [...found].map(([path, id]) => ({ path, id }));
}

/** The name of a package that runs in production and is not ours. */
function nameOf(path: string, { link, dev, devOptional }: Locked): string | undefined {
  const at = path.lastIndexOf(FOLDER);
  return at === -1 || link === true || dev === true || devOptional === true
    ? undefined
    : path.slice(at + FOLDER.length);
}

function needsOf(
  lock: Lock,
  path: string,
  { dependencies, optionalDependencies, peerDependencies }: Locked,
): string[] {
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  return names.flatMap((name) => {
    const found = lookUp(lock, path, name);
    const version =
      found && nameOf(found, lock[found] ?? {}) !== undefined ? lock[found]?.version : undefined;
    return version === undefined ? [] : [idOf({ name, version })];
  });
}

/** Where Node.js finds a package that is asked for from a folder; undefined if it is not installed. */
function lookUp(lock: Lock, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf(FOLDER) - 1))) {
    const path = `${folder === "" ? "" : `${folder}/`}${FOLDER}${name}`;
    if (lock[path] !== undefined) return path;
    if (!folder.includes(FOLDER))
      return lock[`${FOLDER}${name}`] === undefined ? undefined : `${FOLDER}${name}`;
  }
}
