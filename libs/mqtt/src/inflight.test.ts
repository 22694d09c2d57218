import { describe, expect, it } from "vitest";
import { type Batch, Inflight } from "./inflight.ts";

interface Item {
  readonly id: number;
  readonly bytes: number;
}

const LIMITS = { batchMessages: 3, batchBytes: 100, batches: 2, messages: 10, bytes: 1_000 };

function inflightOf(sizes: readonly number[], limits = LIMITS): Inflight<Item> {
  const inflight = new Inflight<Item>(limits);
  for (const [id, bytes] of sizes.entries()) inflight.add({ id, bytes });
  return inflight;
}
const ids = (...batches: readonly (Batch<Item> | undefined)[]): number[][] =>
  batches.map((batch) => batch?.messages.map((m) => m.id) ?? []);
function taken(inflight: Inflight<Item>): Batch<Item> {
  const batch = inflight.take();
  if (batch === undefined) throw new Error("no batch");
  return batch;
}

describe("deliveries in flight", () => {
  it("come in batches of at most so many messages, in order of arrival", () => {
    const inflight = inflightOf([1, 1, 1, 1, 1]);
    expect(ids(inflight.take(), inflight.take())).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
  });

  it("come in batches of at most so many bytes; a larger message goes alone", () => {
    const inflight = inflightOf([60, 40, 1, 500, 60, 41], { ...LIMITS, batches: 9 });
    expect(ids(inflight.take(), inflight.take(), inflight.take(), inflight.take(), inflight.take())).toEqual([
      [0, 1],
      [2],
      [3],
      [4],
      [5],
    ]);
  });

  it("gather while as many batches are under way as may be", () => {
    const inflight = inflightOf([1]);
    const first = taken(inflight);
    inflight.add({ id: 1, bytes: 1 });
    taken(inflight);
    inflight.add({ id: 2, bytes: 1 });
    inflight.add({ id: 3, bytes: 1 });
    expect(inflight.take()).toBeUndefined();
    inflight.settle(first);
    expect(ids(inflight.take())).toEqual([[2, 3]]);
  });

  it("are acknowledged in order of arrival, whichever batch is handled first", () => {
    const inflight = inflightOf([1, 1, 1, 1, 1, 1, 1, 1, 1], { ...LIMITS, batches: 3 });
    const [first, second, third] = [taken(inflight), taken(inflight), taken(inflight)];
    expect(inflight.settle(second)).toEqual([]);
    expect(ids(...inflight.settle(first))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(ids(...inflight.settle(third))).toEqual([[6, 7, 8]]);
  });

  it("count until they may be acknowledged, and say when to stop reading and when to go on", () => {
    const inflight = inflightOf([400, 400, 100, 100]);
    expect(inflight).toMatchObject({ messages: 4, bytes: 1_000, full: false });
    inflight.add({ id: 4, bytes: 1 });
    expect(inflight).toMatchObject({ full: true, roomy: false });
    inflight.settle(taken(inflight));
    expect(inflight).toMatchObject({ messages: 4, bytes: 601, full: false, roomy: false });
    inflight.settle(taken(inflight));
    expect(inflight).toMatchObject({ messages: 3, bytes: 201, roomy: true });
  });

  it("stop reading at a number of messages too", () => {
    const inflight = inflightOf(Array.from({ length: 10 }, () => 1));
    expect(inflight.full).toBe(false);
    inflight.add({ id: 10, bytes: 1 });
    expect(inflight.full).toBe(true);
  });
});
