import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative } from "node:path";
import { init, parse } from "es-module-lexer";

/** What a program loads. Paths are relative to the root. */
export interface Loaded {
  /** Our own modules. */
  readonly modules: ReadonlySet<string>;
  /** Files and folders that they read. */
  readonly data: ReadonlySet<string>;
  /** Others' packages, as `folder:name`: who asks for one decides which version it is. */
  readonly packages: ReadonlySet<string>;
}

/** `new URL("../profiles/…", import.meta.url)`: a module that is run as a thread, or data; of a template, its folder. */
const BESIDE = /new URL\(\s*["`]([^"`$]+)[^,]*,\s*import\.meta\.url\s*\)/g;
/** `createRequire(…).resolve("…")` */
const REQUIRED = /createRequire\(import\.meta\.url\)\.resolve\("([^"]+)"\)/g;

const found = (pattern: RegExp, text: string): string[] =>
  [...text.matchAll(pattern)].flatMap(([, name]) => (name === undefined ? [] : [name]));

/** Where a name of ours leads by the package's exports; undefined for others' packages. */
function ownModule(root: string, name: string): string | undefined {
  const [, own, path = ""] = /^(@presage\/[^/]+)(\/.*)?$/.exec(name) ?? [];
  if (own === undefined) return undefined;
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { resolved?: string }>;
  };
  const folder = lock.packages[`node_modules/${own}`]?.resolved ?? "";
  const { exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
    exports: Record<string, string | { default: string }>;
  };
  const target = exports[`.${path}`];
  if (target === undefined) throw new Error(`${name} is not exported`);
  return join(folder, typeof target === "string" ? target : target.default);
}

/**
 * Follows the imports of built modules.
 * @param shallow of which the imports on demand are not followed: they offer more than is wanted
 */
export async function load(
  root: string,
  entries: readonly string[],
  shallow: (module: string) => boolean = () => false,
): Promise<Loaded> {
  await init;
  const modules = new Set<string>();
  const data = new Set<string>();
  const packages = new Set<string>();
  const next = [...entries];
  for (let module = next.pop(); module !== undefined; module = next.pop()) {
    if (modules.has(module)) continue;
    modules.add(module);
    const text = readFileSync(join(root, module), "utf8");
    const all = !shallow(module);
    const imports = parse(text)[0]
      .filter(({ d }) => d === -1 || all)
      .flatMap(({ n }) => (n === undefined ? [] : [n]));
    for (const name of [...imports, ...found(REQUIRED, text)]) {
      if (isBuiltin(name)) continue;
      const own = name.startsWith(".") ? join(dirname(module), name) : ownModule(root, name);
      if (own !== undefined) next.push(own);
      else packages.add(`${workspaceOf(module)}:${packageOf(name)}`);
    }
    for (const name of found(BESIDE, text)) {
      const path = relative(root, join(root, dirname(module), name));
      if (path.endsWith(".js")) next.push(path);
      else data.add(path);
    }
  }
  return { modules, data, packages };
}

/** `libs/kafka` of `libs/kafka/dist/index.js`. */
export const workspaceOf = (module: string): string => module.slice(0, module.lastIndexOf("/dist/"));

const packageOf = (name: string): string => name.split("/", name.startsWith("@") ? 2 : 1).join("/");
