import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const hasMosquitto = (): boolean => spawnSync("mosquitto", ["-h"]).error === undefined;

/** A Mosquitto of its own on a free port; `lines` come on top of its configuration. */
export async function startMosquitto(
  lines: readonly string[] = ["allow_anonymous true"],
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "presage-mosquitto-"));
  const port = await freePort();
  const file = join(folder, "mosquitto.conf");
  const conf = [
    `listener ${port} 127.0.0.1`,
    "max_inflight_messages 1000",
    "max_queued_messages 0",
    ...lines,
  ];
  await writeFile(file, `${conf.join("\n")}\n`);
  const child = spawn("mosquitto", ["-c", file], { stdio: "ignore" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  for (let i = 0; !(await isUp(port)); i++) {
    if (i === 200 || child.exitCode !== null) throw new Error("mosquitto does not start");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return {
    url: `mqtt://127.0.0.1:${port}`,
    async close() {
      child.kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function isUp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
