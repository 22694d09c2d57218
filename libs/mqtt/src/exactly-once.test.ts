import { describe, expect, it } from "vitest";
import { ExactlyOnce } from "./exactly-once.ts";

describe("the receiver's half of QoS 2", () => {
  it("lets a packet id pass once until it is released", () => {
    const session = new ExactlyOnce();
    expect(session.arrive(7)).toBe("new");
    expect(session.arrive(7)).toBe("held");
    session.handled(7);
    expect(session.arrive(7)).toBe("handled");
    session.released(7);
    expect(session.arrive(7)).toBe("new");
  });

  it("takes what was not handled again after the connection broke, and nothing else", () => {
    const session = new ExactlyOnce();
    session.arrive(1);
    session.arrive(2);
    session.handled(2);
    session.forgetHeld();
    expect(session.arrive(1)).toBe("new");
    expect(session.arrive(2)).toBe("handled");
  });

  it("takes everything again when the broker has lost the session", () => {
    const session = new ExactlyOnce();
    session.arrive(1);
    session.handled(1);
    session.clear();
    expect(session.arrive(1)).toBe("new");
  });
});
