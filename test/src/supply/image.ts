import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
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
export function contentOf(root: string, service: string): Promise<Loaded> {
  const program = `${CLI}/main.js`;
  if (service === "all") return load(root, [program]);
  const run = `${CLI}/commands/run.js`;
  return load(root, [program, run, `${CLI}/run/${service}.js`], isMenu);
}

/** Nothing reads these when it runs. */
const UNREAD = /\.(map|d\.[cm]?ts|md)$/;

/** Copies a built checkout's part that one service needs, with a bill of materials and the licences of just that. */
export async function writeImage(root: string, service: string, out: string): Promise<void> {
  const { modules, data, packages } = await contentOf(root, service);
  const workspaces = new Set([...modules].map(workspaceOf));
  const installed = installedPackages(root, [...packages]);
  const copy = (path: string): void =>
    cpSync(join(root, path), join(out, path), {
      recursive: true,
      // Packages inside packages are copied by themselves, where they are wanted.
      filter: (from) => !UNREAD.test(from) && !/node_modules$/.test(relative(join(root, path), from)),
    });

  for (const path of ["package.json", "LICENSE", ...modules, ...data, ...installed.map((each) => each.path)])
    copy(path);
  for (const workspace of workspaces) {
    copy(join(workspace, "package.json"));
    const { name } = JSON.parse(readFileSync(join(root, workspace, "package.json"), "utf8")) as {
      name: string;
    };
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
