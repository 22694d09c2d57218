import { statSync } from "node:fs";
import { isMap, type Path, valueAt } from "./config/path.ts";
import { fileOf, secretPaths } from "./config/rules.ts";
import type { Config } from "./config/schema.ts";

/** Settings that name files with secrets and have no text of the same name. */
const KEYS: readonly Path[] = [
  ["broker", "kafka", "tls", "key"],
  ["mqtt", "tls", "key"],
  ["mqtt", "embedded", "tls", "key"],
  ["mes", "tls", "key"],
  ["nats", "tls", "key"],
  ["nats", "nkeyFile"],
  ["nats", "credentialsFile"],
  ["console", "store", "tls", "key"],
  ["http", "tls", "key"],
];

/** Rights of who is neither the file's user nor of its group. */
const OTHERS = 0o007;

/** The files with secrets that everybody on this machine can read or write. */
export function exposedSecrets(config: Config): readonly string[] {
  if (process.platform === "win32" || !isMap(config)) return [];
  const files = [...secretPaths(config).map(fileOf), ...KEYS].map((path) => valueAt(config, path));
  return [...new Set(files)].filter((file): file is string => typeof file === "string" && isOpen(file));
}

function isOpen(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && (stats.mode & OTHERS) !== 0;
}
