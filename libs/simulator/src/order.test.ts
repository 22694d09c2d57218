import { describe, expect, it } from "vitest";
import { createMachine } from "./create-machine.ts";
import { ordersOf } from "./order.ts";
import { scalingOf } from "./scaling.ts";

const nominal = scalingOf({ speed: 1, load: 1 });

describe("shaft orders", () => {
  it("of a healthy machine are its own, at 1x, 2x and 3x", () => {
    const machine = createMachine({ seed: 1, fault: "looseness" });
    const orders = ordersOf(machine, 1, 0, nominal);
    expect(orders.map((o) => o.order)).toEqual([1, 2, 3]);
    orders.forEach((o, i) => expect(o.velocity).toBeCloseTo(machine.healthy.orders[i] ?? NaN, 9));
  });

  it.each(["imbalance", "misalignment", "looseness"] as const)(
    "of %s add up in squares to the velocity given",
    (fault) => {
      const machine = createMachine({ seed: 2, fault });
      const power = (velocity: number): number =>
        ordersOf(machine, 1, velocity, nominal).reduce((sum, o) => sum + o.velocity ** 2, 0);
      expect(power(7) - power(0)).toBeCloseTo(49, 9);
    },
  );

  it("of looseness have ten harmonics and half orders between the first", () => {
    const orders = ordersOf(createMachine({ seed: 2, fault: "looseness" }), 1, 7, nominal).map(
      (o) => o.order,
    );
    for (let order = 1; order <= 10; order++) expect(orders).toContain(order);
    for (const half of [0.5, 1.5, 2.5, 3.5]) expect(orders).toContain(half);
  });
});
