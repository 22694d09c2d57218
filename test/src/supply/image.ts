import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { billOfMaterials } from "./bill.ts";
import { licenceList } from "./licences.ts";
import { load, type Loaded, workspaceOf } from "./modules.ts";
import { installedPackages, productionPackages } from "./packages.ts";

const CLI = "services/cli/dist";

export const SERVICES = ["bridge", "features", "scorer", "grouper", "quality", "publisher", "console"];

/** These know all commands, and load one when it is asked for. */
const isMenu = (module: string): boolean =>
  /^services\/cli\/dist\/(main\.js|program\/|commands\/)/.test(module);

/** What one service loads; `all`: whatever the command line does. */
export async function contentOf(root: string, service: string): Promise<Loaded> {
  const program = `${CLI}/main.js`;
  const run = `${CLI}/commands/run.js`;
  const loaded =
    service === "all"
      ? await load(root, [program])
      : await load(root, [program, run, `${CLI}/run/${service}.js`], isMenu);
  const workspaces = new Set([...loaded.modules].map(workspaceOf));
  const optional = [...workspaces].flatMap((workspace) => optionalPackages(root, workspace));
  return { ...loaded, packages: new Set([...loaded.packages, ...optional]) };
}

const manifestOf = (root: string, workspace: string) =>
  JSON.parse(readFileSync(join(root, workspace, "package.json"), "utf8")) as {
    name: string;
    optionalDependencies?: Record<string, string>;
  };

/** Those of a workspace that are installed: they are imported by a name that no reader of the text finds. */
const optionalPackages = (root: string, workspace: string): string[] =>
  Object.keys(manifestOf(root, workspace).optionalDependencies ?? {})
    .filter((name) => existsSync(join(root, "node_modules", name)))
    .map((name) => `${workspace}:${name}`);

/** Nothing reads these of a package when it runs. */
const UNREAD = /node_modules\/.*\.(map|d\.[cm]?ts|md)$/;
/** ONNX has 200 MB for other systems. */
const SYSTEM = /\/bin\/napi-v\d+\/(\w+)(?:\/(\w+))?/;

function isRead(path: string): boolean {
  const [, platform = process.platform, arch = process.arch] = SYSTEM.exec(path) ?? [];
  return !UNREAD.test(path) && platform === process.platform && arch === process.arch;
}

/** Copies a built checkout's part that one service needs, with a bill of materials and the licences of just that. */
export async function writeImage(root: string, service: string, out: string): Promise<void> {
  const { modules, data, packages } = await contentOf(root, service);
  const workspaces = new Set([...modules].map(workspaceOf));
  const installed = installedPackages(root, [...packages]);
  const copy = (path: string): void =>
    cpSync(join(root, path), join(out, path), {
      recursive: true,
      // Packages inside packages are copied by themselves, where they are wanted.
      filter: (from) => isRead(from) && !relative(join(root, path), from).endsWith("node_modules"),
    });

  for (const path of ["package.json", "LICENSE", ...modules, ...data, ...installed.map((each) => each.path)])
    copy(path);
  for (const workspace of workspaces) {
    copy(join(workspace, "package.json"));
    const { name } = manifestOf(root, workspace);
    const link = join(out, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(relative(dirname(link), join(out, workspace)), link);
  }

  const ids = new Set(installed.map(({ id }) => id));
  const content = productionPackages(root).filter(({ name, version }) => ids.has(`${name}@${version}`));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  mkdirSync(join(out, "dist"));
  writeFileSync(join(out, "dist/sbom.cdx.json"), billOfMaterials(version, content));
  writeFileSync(join(out, "dist/licences.csv"), licenceList(content));
}
