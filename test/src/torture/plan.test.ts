import { describe, expect, it } from "vitest";
import { FAULT_NAMES, faultOf } from "./faults.ts";
import { postOf } from "./load.ts";
import { planOf } from "./plan.ts";

const network = { hold: () => {}, release: () => {}, slow: () => {} };
const PARTS = [
  { name: "bridge-1", kind: "service" },
  { name: "scorer-1", kind: "service" },
  { name: "kafka-1", kind: "kafka", network },
  { name: "mosquitto", kind: "mosquitto", network },
] as const;

describe("the plan of the torture test", () => {
  const plan = (seed: number) => planOf(PARTS, { seed, seconds: 3_600, only: FAULT_NAMES });

  it("is the same for the same seed, and another for another", () => {
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  it("gives every part every fault that suits it, and no other", () => {
    const done = new Set(plan(1).map(({ fault, part }) => `${fault} ${part}`));
    const suiting = FAULT_NAMES.flatMap((fault) =>
      PARTS.filter((part) => faultOf(fault).suits(part)).map(({ name }) => `${fault} ${name}`),
    );
    expect([...done].toSorted()).toEqual(suiting.toSorted());
    expect(suiting).toContain("partition kafka-1");
    expect(suiting).not.toContain("partition bridge-1");
  });

  it("takes about as long as it is told to, and no fault longer than the longest", () => {
    const steps = planOf(PARTS, { seed: 1, seconds: 60, only: ["stop", "kill"], longestSeconds: 4 });
    const spent = steps.reduce((sum, { ms, restMs }) => sum + ms + restMs, 0);
    expect(spent).toBeGreaterThanOrEqual(60_000);
    expect(spent).toBeLessThan(60_000 + 10_000);
    expect(Math.max(...steps.map(({ ms }) => ms))).toBeLessThanOrEqual(4_000);
  });

  it("does nothing if there is no fault to do", () => {
    expect(planOf(PARTS, { seed: 1, seconds: 60, only: [] })).toEqual([]);
  });
});

describe("the load of the torture test", () => {
  const posts = Array.from({ length: 2_000 }, (_, n) => postOf(1, 0, "s/a/l/m", n));

  it("is the same for the same seed", () => {
    expect(postOf(1, 0, "s/a/l/m", 3).payload(5)).toBe(posts[3]?.payload(5));
    expect(postOf(2, 0, "s/a/l/m", 3).payload(5)).not.toBe(posts[3]?.payload(5));
  });

  it("numbers the messages of each sensor without a gap", () => {
    const seqs = posts.filter(({ sensor }) => sensor === "temp").map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
  });

  it("has late, repeated and unusable messages among the others, and none among the plain ones", () => {
    const shares = [posts, posts.map((_, n) => postOf(1, 0, "s/a/l/m", n, true))].map((all) => [
      all.some(({ behindMs }) => behindMs > 0),
      all.some(({ times }) => times > 1),
      all.some(({ good }) => !good),
    ]);
    expect(shares).toEqual([
      [true, true, true],
      [false, false, false],
    ]);
  });
});
