import { readFileSync } from "node:fs";
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

/** The packages of a package-lock.json (version 3) but for those of development and our own, by name. */
export function productionPackages(root: string): readonly Package[] {
  const text = readFileSync(join(root, "package-lock.json"), "utf8");
  const { packages: lock } = JSON.parse(text) as { packages: Lock };
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
