import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startKubernetes } from "@presage/testbed";
import { check } from "./check.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const WRONG_USE = 2;
const TOOLS = ["etcd", "kube-apiserver", "kubectl"];
const OVERLAYS = ["local", "production"];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const isThere = (tool: string): boolean =>
  spawnSync(tool, ["--help"], { stdio: "ignore" }).error === undefined;

const { values } = parseArgs({ options: { crds: { type: "string" }, from: { type: "string" } } });

/** The manifests of an earlier commit, in a folder of their own. */
function manifestsOf(commit: string): string {
  const folder = mkdtempSync(join(tmpdir(), "presage-k8s-"));
  const archive = execFileSync("git", ["archive", commit, "k8s"], { cwd: ROOT });
  execFileSync("tar", ["-x", "-C", folder], { input: archive });
  return join(folder, "k8s");
}

async function validate(crds: string, from: string | undefined): Promise<void> {
  const earlier = from === undefined ? undefined : manifestsOf(from);
  for (const overlay of OVERLAYS) {
    const kubernetes = await startKubernetes();
    try {
      say(`\n${overlay}`);
      await check({ kubernetes, crds, now: join(ROOT, "k8s"), earlier, overlay, say });
    } finally {
      await kubernetes.stop();
    }
  }
  if (earlier !== undefined) rmSync(join(earlier, ".."), { recursive: true });
}

const missing = TOOLS.filter((tool) => !isThere(tool));
if (missing.length > 0 || values.crds === undefined) {
  for (const tool of missing) say(`${tool} is not on the PATH: k8s/README.md says how to get it`);
  say("npm run k8s:validate -- --crds FOLDER [--from COMMIT]");
  process.exitCode = WRONG_USE;
} else await validate(values.crds, values.from);
