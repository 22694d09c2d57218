import { describe, expect, it } from "vitest";
import { Batches } from "./batches.ts";

const entry = (key: string, bytes: number, partition: number) => ({
  key,
  time: 0,
  value: new Uint8Array(bytes),
  partition,
});
const requests = (batches: Batches) =>
  [...batches.parcels()].map((parcels) =>
    parcels.map(({ topic, partition, value }) => `${topic}/${partition}: ${value.count}`),
  );

describe("entries that are sent", () => {
  it("go into one request, with one batch for each topic and partition", () => {
    const batches = new Batches(4);
    batches.add("a", [entry("k", 1, 0), entry("l", 1, 3), entry("k", 1, 0)]);
    batches.add("b", [entry("k", 1, 0)]);
    expect(requests(batches)).toEqual([["a/0: 2", "a/3: 1", "b/0: 1"]]);
  });

  it("go into another request where a batch would become longer than 1 MiB", () => {
    const batches = new Batches(4);
    batches.add("a", [
      entry("k", 600_000, 0),
      entry("l", 600_000, 1),
      entry("k", 600_000, 0),
      entry("l", 1, 1),
    ]);
    expect(requests(batches)).toEqual([
      ["a/0: 1", "a/1: 1"],
      ["a/0: 1", "a/1: 1"],
    ]);
  });

  it("go alone if they are longer than that themselves", () => {
    const batches = new Batches(4);
    batches.add("a", [entry("k", 1, 0), entry("k", 3_000_000, 0), entry("k", 1, 0)]);
    expect(requests(batches)).toEqual([["a/0: 1"], ["a/0: 1"], ["a/0: 1"]]);
  });
});
