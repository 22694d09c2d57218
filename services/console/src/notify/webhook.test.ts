import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { occasion } from "./notify.testkit.ts";
import type { Delivery } from "./outbox.ts";
import { postWebhook, signature } from "./webhook.ts";

it("a webhook does not follow where a receiver sends it", async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.writeHead(307, { location: "/elsewhere" }).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const delivery = { id: "d", occasion: occasion("f") } as Delivery;
  const posted = postWebhook({ url, secret: undefined }, delivery, 0, new AbortController().signal);
  await expect(posted).rejects.toThrow("answered 307");
  expect(asked).toEqual(["/hook"]);
  server.closeAllConnections();
  server.close();
});

describe("the signature of a webhook", () => {
  // The example of the reference implementations of Standard Webhooks.
  it("is that of the Standard Webhooks specification", () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    expect(signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, '{"test": 2432232314}', secret)).toBe(
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
  });
});
