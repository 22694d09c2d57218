import { describe, expect, it } from "vitest";
import { follow, recover, type Sequence } from "./sequence.ts";

/** What some numbers, one after the other, come to. */
function tell(...numbers: number[]) {
  let sequence: Sequence | undefined;
  const sums = { lost: 0, recovered: 0, duplicates: 0, restarts: 0 };
  for (const seq of numbers) {
    const found = follow(sequence, seq);
    ({ sequence } = found);
    sums.lost += found.lost;
    sums.recovered += Number(found.recovered);
    sums.duplicates += Number(found.duplicate);
    sums.restarts += Number(found.restarted);
  }
  return { ...sums, sequence };
}

const NONE = { lost: 0, recovered: 0, duplicates: 0, restarts: 0 };

describe("the numbers of a sensor's messages", () => {
  it("count up without a loss, from wherever they begin", () => {
    expect(tell(0, 1, 2, 3)).toMatchObject(NONE);
    expect(tell(4711, 4712)).toMatchObject(NONE);
  });

  it("tell what was skipped", () => {
    expect(tell(1, 2, 5, 7)).toMatchObject({ ...NONE, lost: 3 });
  });

  it("take back what comes out of order, once", () => {
    expect(tell(1, 5, 3, 2, 4, 6)).toMatchObject({ ...NONE, lost: 3, recovered: 3 });
    expect(tell(1, 3, 2, 2)).toMatchObject({ ...NONE, lost: 1, recovered: 1, duplicates: 1 });
  });

  it.each([2 ** 8, 2 ** 16, 2 ** 32])("wrap at %i, with and without a loss", (wrap) => {
    expect(tell(wrap - 2, wrap - 1, 0, 1)).toMatchObject(NONE);
    expect(tell(wrap - 3, 2)).toMatchObject({ ...NONE, lost: 4 });
    expect(tell(wrap - 3, 2, wrap - 1, 0)).toMatchObject({ ...NONE, lost: 4, recovered: 2 });
  });

  it("forget what was lost before a wrap when they get there again", () => {
    const cycle = Array.from({ length: 255 }, (_, i) => i);
    expect(tell(...cycle, ...cycle, 255, 0)).toMatchObject({ ...NONE, lost: 1 });
  });

  it("begin anew when the device does, which is no loss", () => {
    expect(tell(5000, 5001, 0, 1)).toMatchObject({ ...NONE, restarts: 1 });
    expect(tell(20, 21, 0, 1, 2)).toMatchObject({ ...NONE, restarts: 1 });
    expect(tell(7, 8, 5_000_000, 5_000_001)).toMatchObject({ ...NONE, restarts: 1 });
  });

  it("tell a message that comes again under another time", () => {
    expect(tell(10, 11, 11, 10, 12)).toMatchObject({ ...NONE, duplicates: 2 });
  });

  it("are remembered in a few ranges, however much is lost", () => {
    const { sequence, lost } = tell(...Array.from({ length: 100 }, (_, i) => 2 * i));
    expect(lost).toBe(99);
    expect(sequence?.missing).toHaveLength(8);
    expect(recover(sequence, 197)?.missing).toHaveLength(7);
    expect(recover(sequence, 1)).toBeUndefined();
    expect(recover(sequence, 198)).toBeUndefined();
  });
});
