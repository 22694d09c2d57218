import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

let folder: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  // The processes run what is built; Node.js 20 does not run TypeScript.
  execFileSync(path("../../../node_modules/.bin/tsc"), ["-b", path("..")]);
  folder = mkdtempSync(join(tmpdir(), "presage-run-"));
});

afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a service with this start function in a process of its own; `during` is called with it once it is ready. */
async function run(
  start: string,
  during: (child: ChildProcess, port: number) => unknown = () => undefined,
  env: Record<string, string> = {},
): Promise<Outcome> {
  const file = join(folder, `service-${children.length}.mjs`);
  const entry = JSON.stringify(new URL("../dist/index.js", import.meta.url).href);
  writeFileSync(file, `import { runService } from ${entry};\nawait runService("test", ${start});\n`);
  const child = spawn(process.execPath, [file], {
    cwd: folder,
    env: { PATH: process.env["PATH"], PRESAGE_HTTP_PORT: "0", ...env },
  });
  children.push(child);
  let output = "";
  const ended = once(child, "close");
  const listen = (chunk: Buffer): void => {
    const before = output;
    output += chunk.toString();
    const port = /"port":(\d+),"message":"ready"/;
    if (!port.test(before) && port.test(output)) void during(child, Number(port.exec(output)?.[1]));
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const [code] = (await ended) as [number | null];
  return { code, output };
}

const IDLE = "async () => ({ async close() { console.log('CLOSED'); } })";

describe("a service", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("is ready, and closes and exits with 0 on %s", async (signal) => {
    let ready = 0;
    const { code, output } = await run(IDLE, async (child, port) => {
      ready = (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
      child.kill(signal);
    });
    expect(output).toContain("CLOSED");
    expect([code, ready]).toEqual([0, 200]);
  });

  it("prints all mistakes of the configuration without a stack, and exits with 1", async () => {
    const { code, output } = await run(IDLE, undefined, { PRESAGE_HTTP_PORT: "x", PRESAGE_FOO: "1" });
    expect(code).toBe(1);
    expect(output).toMatch(
      /^test: cannot start: CONFIG_INVALID: The configuration has 2 mistakes:\nenvironment/,
    );
    expect(output).not.toMatch(/\n\s+at /);
  });

  it("exits with 1 and logs the cause when it cannot go on", async () => {
    const cause = "new Error('connection lost', { cause: new Error('ECONNRESET') })";
    const done = `new Promise((_, no) => setTimeout(() => no(${cause}), 50))`;
    const { code, output } = await run(`async () => ({ async close() {}, done: ${done} })`);
    expect(code).toBe(1);
    expect(output).toMatch(/"message":"cannot go on"/);
    expect(output).toMatch(/connection lost.*ECONNRESET/);
  });

  it("exits with 1 on an error that nothing catches, and on a close that fails", async () => {
    const bug = await run(
      "async () => { setTimeout(() => { throw new TypeError('oops'); }, 20); return { close() {} }; }",
    );
    expect(bug.code).toBe(1);
    expect(bug.output).toMatch(/stopped by a bug/);
    expect(bug.output).toMatch(/TypeError: oops/);
    const torn = await run("async () => ({ async close() { throw new Error('torn'); } })", (c) => c.kill());
    expect(torn.code).toBe(1);
    expect(torn.output).toMatch(/cannot close/);
  });

  it("gives up a shutdown after 10 seconds with 1", async () => {
    let began = 0;
    const hang =
      "async () => { setInterval(() => {}, 1000); return { close: () => new Promise(() => {}) }; }";
    const { code, output } = await run(hang, (child) => {
      began = performance.now();
      child.kill("SIGTERM");
    });
    const seconds = (performance.now() - began) / 1e3;
    expect(code).toBe(1);
    expect(output).toMatch(/not closed within 10 s/);
    expect(seconds).toBeGreaterThan(9.5);
    expect(seconds).toBeLessThan(13);
  });
});
