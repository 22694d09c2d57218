import { expect, it } from "vitest";
import type { Delivery } from "./delivery.ts";
import { until } from "./proxy.testkit.ts";
import { idOf, type Workbench } from "./workbench.testkit.ts";

/** What a source says itself: messages on its own connection, and its will. Also that its session may be clean. */
export function testVoice(bench: Workbench): void {
  it("publishes on its own connection, and hears of it if it listens there", async () => {
    const got: Delivery[] = [];
    const source = await bench.open(async (messages) => void got.push(...messages));
    for (const qos of [0, 1] as const)
      await source.publish({ topic: `${bench.space}/own`, payload: `${qos}`, qos, retain: false });
    await until("both", () => got.length === 2);
    // A broker may let one QoS overtake the other.
    expect(new Set(got.map(idOf))).toEqual(new Set([0, 1]));
    await expect(source.publish({ topic: "a/+", payload: "", qos: 0, retain: false })).rejects.toBeInstanceOf(
      RangeError,
    );
    await source.close();
    await expect(
      source.publish({ topic: `${bench.space}/own`, payload: "", qos: 1, retain: false }),
    ).rejects.toMatchObject({ code: "MQTT_UNREACHABLE" });
  });

  it("leaves a will that is made anew for each connection", async () => {
    const wills: string[] = [];
    await bench.open(async (messages) => void wills.push(...messages.map((m) => m.payload.toString())));
    const proxy = await bench.proxied();
    let connections = 0;
    const source = await bench.open(() => Promise.resolve(), {
      url: proxy.url,
      clientId: `${bench.space}-mortal`,
      subscriptions: [{ filter: `${bench.space}-mortal`, qos: 0 }],
      clean: true,
      will: () => ({
        topic: `${bench.space}/will`,
        payload: `will ${++connections}`,
        qos: 1,
        retain: false,
      }),
    });
    const again = async (): Promise<string> => {
      const will = `will ${connections}`;
      proxy.cut();
      await until(
        "the next connection",
        () => `will ${connections}` !== will && source.state.status === "connected",
      );
      return will;
    };
    const expected = [await again(), await again()];
    await until("both wills", () => wills.length === 2);
    expect(wills).toEqual(expected);
    expect(expected[0]).not.toBe(expected[1]);
    await source.close();
    await bench.publish("end");
    await until("what came after it was closed", () => wills.length === 3);
    expect(wills[2]).toBe("end");
  });

  it("finds nothing of its absence if it asks for a clean session", async () => {
    const got: number[] = [];
    const open = () => bench.open(async (messages) => void got.push(...messages.map(idOf)), { clean: true });
    const first = await open();
    await first.close();
    await bench.publish(1);
    const second = await open();
    expect(second.state).toMatchObject({ sessionPresent: false });
    await bench.publish(2);
    await until("the message", () => got.length > 0);
    expect(got).toEqual([2]);
  });
}
