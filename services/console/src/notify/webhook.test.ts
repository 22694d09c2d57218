import { describe, expect, it } from "vitest";
import { signature } from "./webhook.ts";

describe("the signature of a webhook", () => {
  // The example of the reference implementations of Standard Webhooks.
  it("is that of the Standard Webhooks specification", () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    expect(signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, '{"test": 2432232314}', secret)).toBe(
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
  });
});
