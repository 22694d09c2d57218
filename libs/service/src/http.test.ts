import { afterEach, describe, expect, it } from "vitest";
import { createHealth } from "./health.ts";
import { type HttpOptions, type HttpServer, startHttp } from "./http.ts";
import { createLogger } from "./log.ts";
import { createMetrics } from "./metrics.ts";

const open: HttpServer[] = [];
const logged: string[] = [];
const log = createLogger({ level: "debug", format: "json" }, "test", (line) => void logged.push(line));

async function start(options: Partial<HttpOptions> = {}): Promise<HttpServer> {
  const given = { host: "127.0.0.1", port: 0, health: createHealth(), metrics: createMetrics(), log };
  const server = await startHttp({ ...given, ...options });
  open.push(server);
  return server;
}

async function get(server: HttpServer, path: string, method = "GET"): Promise<[number, unknown]> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  const json = response.headers.get("content-type") === "application/json";
  return [response.status, json ? await response.json() : await response.text()];
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

describe("health over HTTP", () => {
  it("is ready unless a component is failing, and says which and why", async () => {
    const health = createHealth();
    const server = await start({ health });
    expect(await get(server, "/readyz")).toEqual([200, { ready: true, failing: {} }]);
    health.set("bridge.mqtt", { ok: false, why: "connection refused" });
    health.set("bridge.log", { ok: false, why: "disk full" });
    const failing = { "bridge.mqtt": "connection refused", "bridge.log": "disk full" };
    expect(await get(server, "/readyz")).toEqual([503, { ready: false, failing }]);
    expect(await get(server, "/healthz")).toEqual([200, { alive: true }]);
    health.set("bridge.mqtt", { ok: true });
    health.set("bridge.log", { ok: true });
    expect((await get(server, "/readyz?verbose"))[0]).toBe(200);
  });

  it("serves metrics, and nothing else of its own", async () => {
    const server = await start();
    const [status, text] = await get(server, "/metrics");
    expect(status).toBe(200);
    expect(text).toContain("# TYPE presage_bridge_received_messages_total counter");
    expect((await get(server, "/"))[0]).toBe(404);
    expect((await get(server, "/healthz", "POST"))[0]).toBe(404);
  });
});

const routes = (): void => {};

describe("the HTTP server", () => {
  it("gives the rest to routes, and answers 500 if they throw", async () => {
    const server = await start();
    server.serve(async (request, response) => {
      if (request.url === "/bug") throw new Error("a bug in a route");
      response.end(`hello ${request.url}`);
    });
    expect(await get(server, "/me")).toEqual([200, "hello /me"]);
    expect(await get(server, "/bug")).toEqual([500, { error: "internal error" }]);
    expect(logged.at(-1)).toContain("a bug in a route");
  });

  it("says so if the port is taken", async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toMatchObject({ code: "PORT_IN_USE" });
  });

  it("listens beyond loopback for health and metrics only", async () => {
    await expect(start({ host: "0.0.0.0", routes })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    await expect(start({ host: "192.0.2.1", routes })).rejects.toThrow(/nobody has to log in/);
    await expect(start({ host: "localhost", routes })).resolves.toBeDefined();
  });

  it("serves more beyond loopback if the routes ask who is asking", async () => {
    const server = await start({ host: "0.0.0.0" });
    const hello = (_: unknown, response: { end(text: string): void }): void => response.end("hello");
    expect(() => server.serve(hello)).toThrow(/nobody has to log in/);
    expect((await get(server, "/"))[0]).toBe(404);
    server.serve(hello, { authenticated: true });
    expect(await get(server, "/")).toEqual([200, "hello"]);
  });

  it("refuses an address this machine does not have", async () => {
    // 192.0.2.0/24 is reserved for documentation, RFC 5737.
    await expect(start({ host: "192.0.2.1" })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});
