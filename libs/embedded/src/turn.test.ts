import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { turnOf } from "./turn.ts";

describe("turns of polls", () => {
  it("go to the highest rank first, and of one rank to who asked first", async () => {
    const order: string[] = [];
    const ask = (name: string, rank: number) => turnOf(rank).then(() => void order.push(name));
    await Promise.all([ask("a", 0), ask("b", 2), ask("c", 1), ask("d", 2), ask("e", 0), ask("f", 1)]);
    expect(order).toEqual(["b", "d", "c", "f", "a", "e"]);
  });

  it("let others in between, and come to all who asked", async () => {
    let done = 0;
    const all = Array.from({ length: 20 }, () => turnOf(0).then(() => void done++));
    await nextTurn();
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(20);
    await Promise.all(all);
    await turnOf(0);
    expect(done).toBe(20);
  });
});
