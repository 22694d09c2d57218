import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { skipWithout } from "./available.ts";
import { startMosquitto } from "./mosquitto.ts";
import { startNats } from "./nats.ts";
import { startPostgres } from "./postgres.ts";
import { freePort } from "./ports.ts";
import { accepts, type Server, startServer } from "./server.ts";
import { tied } from "./tied.ts";

/** Counts its starts in its folder, says how many there were, then listens. */
const COUNTER = `
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const starts = existsSync("starts") ? Number(readFileSync("starts", "utf8")) + 1 : 1;
writeFileSync("starts", String(starts));
require("node:net").createServer().listen(Number(process.argv[2]), "127.0.0.1", () => console.log("start " + starts));
`;

async function startCounter(): Promise<{ server: Server; directory: () => string }> {
  const port = await freePort();
  let folder = "";
  const server = await startServer({
    name: "counter",
    port,
    async command(directory) {
      folder = directory;
      await writeFile(join(directory, "counter.cjs"), COUNTER);
      return [process.execPath, "counter.cjs", String(port)];
    },
  });
  return { server, directory: () => folder };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("a server", () => {
  it("starts again on the same port and data after it was killed, and leaves nothing when it is stopped", async () => {
    const { server, directory } = await startCounter();
    await expect.poll(() => server.log()).toBe("start 1\n");
    const { pid } = server;
    await server.kill();
    expect([isAlive(pid), await accepts(server.port)]).toEqual([false, false]);
    await server.restart();
    await expect.poll(() => server.log()).toBe("start 2\n");
    expect(await accepts(server.port)).toBe(true);
    await server.stop();
    expect([await accepts(server.port), existsSync(directory())]).toEqual([false, false]);
  });

  it("that dies while it starts is reported with what it wrote, and its folder is deleted", async () => {
    let folder = "";
    const dying = startServer({
      name: "dying",
      port: await freePort(),
      async command(directory) {
        folder = directory;
        return [process.execPath, "-e", 'console.error("no space left"); process.exit(3)'];
      },
    });
    await expect(dying).rejects.toThrow(/dying did not start:\n.*no space left/s);
    expect(existsSync(folder)).toBe(false);
  });

  it("whose program is missing is reported", async () => {
    const missing = startServer({
      name: "missing",
      port: await freePort(),
      command: async () => ["no-such-program"],
    });
    await expect(missing).rejects.toThrow("missing did not start");
  });

  it.skipIf(process.platform !== "linux")(
    "ends with the process that started it, also if that is killed",
    async () => {
      const port = await freePort();
      const listen = `require("node:net").createServer().listen(${port}, "127.0.0.1")`;
      const start = `
        const [file, ...args] = JSON.parse(process.argv[1]);
        require("node:child_process").spawn(file, args, { stdio: "ignore" });
        setInterval(() => {}, 1000);`;
      const command = JSON.stringify(tied([process.execPath, "-e", listen]));
      const starter = spawn(process.execPath, ["-e", start, command], { stdio: "ignore" });
      await expect.poll(() => accepts(port), { timeout: 10_000 }).toBe(true);
      starter.kill("SIGKILL");
      await expect.poll(() => accepts(port), { timeout: 10_000 }).toBe(false);
    },
  );
});

describe.skipIf(skipWithout("mosquitto", "nats"))("Mosquitto and NATS", () => {
  it("serve from the moment they are handed over, apart from each other", async () => {
    const servers = await Promise.all([startMosquitto(), startMosquitto(), startNats()]);
    try {
      expect(new Set(servers.map(({ port }) => port)).size).toBe(3);
      expect(await Promise.all(servers.map(({ port }) => accepts(port)))).toEqual([true, true, true]);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
    expect(await Promise.all(servers.map(({ port }) => accepts(port)))).toEqual([false, false, false]);
  });
});

describe.skipIf(skipWithout("postgres"))("PostgreSQL", () => {
  it("makes databases, and serves again after it was killed", async () => {
    const server = await startPostgres();
    try {
      const urls = [server.createDatabase(), server.createDatabase()];
      expect(urls).toEqual([1, 2].map((n) => `postgres://postgres@127.0.0.1:${server.port}/test${n}`));
      await server.kill();
      expect(await accepts(server.port)).toBe(false);
      await server.restart();
      expect(server.createDatabase()).toMatch(/test3$/);
    } finally {
      await server.stop();
    }
    expect(await accepts(server.port)).toBe(false);
  });
});

describe("a free port", () => {
  it("is below those of outgoing connections and never given twice", async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, freePort));
    expect(new Set(ports).size).toBe(50);
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });
});
