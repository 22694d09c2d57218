import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type Server, skipWithout, startNats } from "@presage/testbed";
import { afterEach, describe, expect, it } from "vitest";
import { openNats } from "./nats.ts";
import type { Registry } from "./registry.ts";
import { registrySuite } from "./registry.testsuite.ts";

describe.skipIf(skipWithout("nats"))("with a real nats-server", () => {
  const opened: Registry[] = [];
  let server: Server | undefined;
  let cache: string | undefined;

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((registry) => registry.close()));
    await server?.stop();
    if (cache !== undefined) await rm(cache, { recursive: true });
  });

  registrySuite("NATS", async () => {
    server = await startNats();
    const folder = await mkdtemp(join(tmpdir(), "presage-nats-"));
    cache = folder;
    const servers = `127.0.0.1:${server.port}`;
    const again = async () => {
      const registry = await openNats({ servers }, folder);
      opened.push(registry);
      return registry;
    };
    return { registry: await again(), again };
  });
});

describe.skipIf(skipWithout("nats"))("a registry in a nats-server that is killed", () => {
  it("goes on when it is back, with what was assigned", async () => {
    const server = await startNats();
    const cache = await mkdtemp(join(tmpdir(), "presage-nats-"));
    const registry = await openNats({ servers: `127.0.0.1:${server.port}`, reconnectTimeWait: 50 }, cache);
    const [champion, previous] = ["2.0.0", "1.0.0"].map((version) => ({
      name: "wear",
      version,
      digest: version,
    }));
    if (champion === undefined || previous === undefined) throw new Error("no models");
    await registry.assign("pumps", 0, { champion, previous, action: "promote", by: "jo", at: 1 });
    await server.kill();
    await server.restart();
    await expect.poll(() => registry.current("pumps"), { timeout: 10_000 }).toMatchObject({ champion });
    await registry.close();
    await server.stop();
    await rm(cache, { recursive: true });
  });
});

describe("a registry in NATS", () => {
  it("that cannot be reached is an error", async () => {
    const servers = `127.0.0.1:${await freePort()}`;
    await expect(openNats({ servers }, tmpdir())).rejects.toMatchObject({ code: "REGISTRY_UNREACHABLE" });
  });
});
