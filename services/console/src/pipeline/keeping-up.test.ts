import { describe, expect, it } from "vitest";
import { keepingUp as judge, type LagPoint } from "./keeping-up.ts";

const keepingUp = (points: readonly LagPoint[]) => judge(points, 1_000);

/** A look every ten seconds over so many minutes. */
const over = (minutes: number, lagAt: (minute: number) => number) =>
  Array.from({ length: minutes * 6 }, (_, i) => ({ time: i * 10_000, messages: lagAt(i / 6) }));

describe("a group", () => {
  it("keeps up as long as nothing is known", () => expect(keepingUp([])).toBe("steady"));

  it("keeps up with many messages of open windows, if they do not become more", () =>
    expect(keepingUp(over(10, (minute) => 50_000 + 5_000 * (minute % 1)))).toBe("steady"));

  it("keeps up with no more than may be done already", () =>
    expect(keepingUp(over(10, (minute) => minute * 50))).toBe("steady"));

  it("falls behind when it has ever more to do", () =>
    expect(keepingUp(over(10, (minute) => minute * 5_000))).toBe("falling-behind"));

  it("is not said to fall behind by one burst", () =>
    expect(keepingUp(over(10, (minute) => (minute > 9.7 ? 80_000 : 10)))).toBe("steady"));

  it("catches up once most of it is done", () =>
    expect(keepingUp(over(20, (minute) => 100_000 - minute * 4_500))).toBe("catching-up"));
});
