import { describe, expect, it } from "vitest";
import { shareOut } from "./copartition.ts";

const membersOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `presage-${i}-6f1c`);
const ownerOf = (shared: ReadonlyMap<string, readonly number[]>): Map<number, string> =>
  new Map([...shared].flatMap(([member, own]) => own.map((p): [number, string] => [p, member])));

describe("the sharing out of partitions", () => {
  it.each([
    [8, 1],
    [8, 3],
    [8, 8],
    [4, 6],
    [256, 42],
  ])("gives each of %i partitions to one of %i members, to each as many or one more", (partitions, count) => {
    const shared = shareOut(membersOf(count), partitions);
    expect([...shared.values()].flat().toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: partitions }, (_, p) => p),
    );
    const sizes = [...shared.values()].map((own) => own.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  it("does not depend on the order of the members", () => {
    const members = membersOf(5);
    expect(ownerOf(shareOut(members.toReversed(), 32))).toEqual(ownerOf(shareOut(members, 32)));
  });

  it("moves few partitions of the members that stay when one goes: of 256 with 42 members one in ten at most", () => {
    const members = membersOf(42);
    const before = ownerOf(shareOut(members, 256));
    for (const gone of members) {
      const after = ownerOf(
        shareOut(
          members.filter((member) => member !== gone),
          256,
        ),
      );
      const moved = [...before].filter(([p, owner]) => owner !== gone && after.get(p) !== owner);
      expect(moved.length).toBeLessThan(26);
    }
  });
});
