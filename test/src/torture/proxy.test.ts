import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openProxy, type Proxy } from "./proxy.ts";

describe("a proxy that is a bad network", () => {
  let echo: Server;
  let proxy: Proxy;
  let client: Socket;
  let got: string;

  async function join(): Promise<Socket> {
    const socket = connect(proxy.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.on("data", (chunk) => (got += chunk.toString()));
    await once(socket, "connect");
    return socket;
  }

  beforeEach(async () => {
    got = "";
    echo = createServer((socket) => {
      socket.on("error", () => {});
      socket.pipe(socket);
    });
    echo.listen(0, "127.0.0.1");
    await once(echo, "listening");
    proxy = await openProxy((echo.address() as AddressInfo).port);
    client = await join();
  });
  afterEach(async () => {
    client.destroy();
    await proxy.close();
    echo.close();
  });

  it("passes on what it is sent, both ways", async () => {
    client.write("one");
    await expect.poll(() => got).toBe("one");
  });

  it("passes nothing while it is held, also of new connections, and all of it afterwards", async () => {
    proxy.hold();
    client.write("one");
    const late = await join();
    late.write("two");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(got).toBe("");
    proxy.release();
    await expect.poll(() => got).toMatch(/^(?:onetwo|twoone)$/);
    late.destroy();
  });

  it("keeps the order when it is slow, and when it is not any more", async () => {
    proxy.slow(50);
    client.write("one ");
    await new Promise((resolve) => setTimeout(resolve, 5));
    proxy.slow(0);
    client.write("two");
    await expect.poll(() => got).toBe("one two");
  });

  it("ends a connection when the other side does", async () => {
    client.end();
    await once(client, "close");
    expect(client.destroyed).toBe(true);
  });
});
