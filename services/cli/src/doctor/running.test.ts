import { once } from "node:events";
import { createServer as createHttp } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { loadConfig } from "@presage/service";
import { describe, expect, it } from "vitest";
import { lookAtRunning } from "./running.ts";

async function lookAt(server: Server): Promise<Awaited<ReturnType<typeof lookAtRunning>>> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const found = await lookAtRunning(loadConfig({ env: { PRESAGE_HTTP_PORT: String(port) } }));
  server.close();
  return found;
}

describe("what listens at Presage's port", () => {
  const ready = (failing: Readonly<Record<string, string>>): Server =>
    createHttp((_, answer) => void answer.end(JSON.stringify({ ready: false, failing })));

  it("is a Presage that is ready, or says what it lacks", async () => {
    expect(await lookAt(ready({}))).toMatchObject([{ level: "good" }]);
    expect(await lookAt(ready({ "bridge.log": "away" }))).toMatchObject([
      { level: "wrong", says: "bridge.log: away" },
    ]);
  });

  it("has counted what should not be, by its metrics", async () => {
    const page = [
      "# TYPE presage_publisher_unmapped_messages_total counter",
      'presage_publisher_unmapped_messages_total{channel="risk"} 12',
      'presage_publisher_unmapped_messages_total{channel="x"} 1',
      'presage_console_attempted_notifications_total{outcome="delivered"} 7',
    ].join("\n");
    const server = createHttp(
      ({ url }, answer) => void answer.end(url === "/metrics" ? page : '{"failing":{}}'),
    );
    const [, ...counted] = await lookAt(server);
    expect(counted).toMatchObject([
      { level: "doubt", says: expect.stringMatching(/^since it started, 13 messages/) as string },
    ]);
  });

  it("is something else, which keeps Presage from starting", async () => {
    const other = createHttp((_, answer) => void answer.end("hello"));
    expect(await lookAt(other)).toMatchObject([{ level: "wrong" }]);
    const hangsUp = createServer((socket) => void socket.destroy());
    expect(await lookAt(hangsUp)).toMatchObject([{ level: "wrong" }]);
  });

  it("is nobody", async () => {
    const config = loadConfig({ env: { PRESAGE_HTTP_PORT: "1" } });
    expect(await lookAtRunning(config)).toMatchObject([{ level: "unknown" }]);
  });
});
