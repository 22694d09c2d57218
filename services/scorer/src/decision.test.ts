import type { Failure, Prediction } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { type DecisionRule, decide, type LifeCycle, QUIET } from "./decision.ts";

const rule: DecisionRule = {
  threshold: 0.6,
  k: 3,
  n: 5,
  clearThreshold: 0.3,
  clearWindows: 4,
  quietTime: 60_000,
};
const model = { name: "m", version: "1.0.0", digest: "d" };
const WINDOW = 10_000;

/** Feeds one window per value: a risk, "rule" for a passed limit without a model, "impacts" for those that last, "learning" for none yet, or null for a window not scored. */
function run(
  values: readonly (number | "rule" | "impacts" | "learning" | null)[],
  options: { rule?: DecisionRule } = {},
) {
  let state: LifeCycle = QUIET;
  const revisions: Failure[] = [];
  values.forEach((value, i) => {
    const p: Prediction = {
      start: i * WINDOW,
      end: (i + 1) * WINDOW,
      closedAt: (i + 1) * WINDOW,
      risk: typeof value === "number" ? value : null,
      horizonHours: 24,
      rules: value === "rule" ? ["temperature-limit"] : value === "impacts" ? ["lasting-impacts"] : [],
      drivers: [],
      ...(value === "learning" && { baseline: { version: 1, frozen: false, windows: i, state: "any" } }),
      ...(typeof value === "number" && { model }),
    };
    const [next, failure] = decide(state, "a/b/c/d", p, options.rule ?? rule);
    state = next;
    if (failure !== null) revisions.push(failure);
  });
  return { state, revisions };
}

const high = (n: number, risk = 0.7): number[] => Array.from({ length: n }, () => risk);
const learning = (n: number): "learning"[] => Array.from({ length: n }, () => "learning");
const calm = (n: number): number[] => Array.from({ length: n }, () => 0.1);

describe("the life of a predicted failure", () => {
  it("opens when k of the last n windows are over the threshold, not before", () => {
    expect(run([0.7, 0.1, 0.7, 0.1]).revisions).toEqual([]);
    const [opened] = run([0.7, 0.1, 0.7, 0.1, 0.7]).revisions;
    expect(opened).toMatchObject({
      state: "opened",
      revision: 1,
      openedAt: 50_000,
      basis: "model",
      evidence: { start: 0, end: 50_000 },
    });
  });

  it("does not open on k windows that are spread over more than n", () => {
    expect(run([0.7, 0.1, 0.1, 0.7, 0.1, 0.1, 0.7]).revisions).toEqual([]);
  });

  it("waits until windows have counted for a share of the horizon, unless a limit is passed", () => {
    // An eighth of 24 h is 1,080 windows of 10 s; the last but one is not enough.
    const patient = { ...rule, patience: 0.125 };
    expect(run(high(1_079), { rule: patient }).revisions).toEqual([]);
    expect(run(high(1_080), { rule: patient }).revisions).toHaveLength(1);
    expect(run([...high(500), ...calm(5), ...high(1_079)], { rule: patient }).revisions).toEqual([]);
    expect(run(["rule", "rule", "rule"], { rule: patient }).revisions).toHaveLength(1);
  });

  it("keeps one id for its whole life and counts revisions up by one", () => {
    const { revisions } = run([...high(3), 0.85, 0.97, ...calm(12)]);
    expect(new Set(revisions.map((r) => r.id)).size).toBe(1);
    expect(revisions.map((r) => r.revision)).toEqual(revisions.map((_, i) => i + 1));
    expect(revisions.map((r) => r.state)).toEqual(["opened", "updated", "updated", "updated", "closed"]);
  });

  it("says nothing while nothing changes", () => {
    expect(run(high(50)).revisions).toHaveLength(1);
  });

  it("raises the severity with the risk and never lowers it while open", () => {
    const severities = run([...high(3), 0.96, 0.4, 0.4]).revisions.map((r) => r.severity);
    expect(severities).toEqual(["medium", "critical", "critical"]);
  });

  it("does not flap: a risk between the two thresholds neither closes nor opens", () => {
    const { revisions } = run([
      ...high(3),
      ...Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 0.45 : 0.5)),
    ]);
    expect(revisions.filter((r) => r.state === "closed")).toEqual([]);
    expect(revisions.length).toBeLessThanOrEqual(2);
  });

  it("closes after the clear windows in a row and the quiet time", () => {
    expect(run([...high(3), ...calm(5)]).state.open).not.toBeNull();
    const { revisions, state } = run([...high(3), ...calm(6)]);
    expect(revisions.at(-1)).toMatchObject({ state: "closed", closedAt: 90_000 });
    expect(state.open).toBeNull();
  });

  it("opens a new failure with a new id after one closed", () => {
    const { revisions } = run([...high(3), ...calm(8), ...high(3)]);
    const opened = revisions.filter((r) => r.state === "opened");
    expect(opened).toHaveLength(2);
    expect(opened[0]?.id).not.toBe(opened[1]?.id);
  });

  it("takes no notice of windows that could not be scored", () => {
    expect(run([0.7, null, 0.7, null, null, null, null, 0.7]).revisions).toHaveLength(1);
  });

  it("opens on absolute limits when no model scores, and says that a rule raised it", () => {
    expect(run(["rule", "rule", "rule"]).revisions).toMatchObject([
      { state: "opened", basis: "rule", rules: ["temperature-limit"], risk: null },
    ]);
  });

  describe("with patience", () => {
    /** A failure opens once windows have counted for as long as six windows. */
    const patient: DecisionRule = { ...rule, k: 2, n: 3, patience: (6 * WINDOW) / (24 * 3_600_000) };
    const opened = (values: Parameters<typeof run>[0]): number[] =>
      run(values, { rule: patient })
        .revisions.filter(({ state }) => state === "opened")
        .map(({ openedAt }) => openedAt / WINDOW);

    it("opens only when windows have counted for long enough", () => {
      expect(opened(high(5))).toEqual([]);
      expect(opened(high(8))).toEqual([6]);
    });

    it("does not open on what passes soon, however often it comes", () => {
      expect(opened(Array.from({ length: 10 }, () => [...high(4), ...calm(4)]).flat())).toEqual([]);
    });

    it("goes on counting over a gap of less than n windows, and starts anew after a longer one", () => {
      expect(opened([0.7, 0.7, 0.1, 0.1, 0.7, 0.7, 0.7])).toEqual([6]);
      expect(opened([0.7, 0.7, 0.1, 0.1, 0.1, 0.7, 0.7, 0.7, 0.7, 0.7])).toEqual([]);
    });

    it("opens with a window that counts, not with one that does not", () => {
      expect(opened([...high(4), 0.1, 0.1, 0.7, 0.7])).toEqual([8]);
    });

    it("is not asked of absolute limits", () => {
      expect(opened(["rule", "rule"])).toEqual([2]);
    });

    it("is asked of impacts, which are an early sign", () => {
      expect(opened(Array<"impacts">(5).fill("impacts"))).toEqual([]);
      expect(opened(Array<"impacts">(8).fill("impacts"))).toEqual([6]);
    });

    it("is asked anew after a failure has closed", () => {
      expect(opened([...high(6), ...calm(8), ...high(7)])).toEqual([6, 20]);
    });
  });

  it("stays open for the whole horizon after impacts, which fade while a flaw grows", () => {
    const horizon = (24 * 3_600_000) / WINDOW;
    const struck = Array<"impacts">(3).fill("impacts");
    expect(run([...struck, ...calm(horizon - 1)]).state.open).not.toBeNull();
    expect(run([...struck, ...calm(horizon)]).state.open).toBeNull();
  });

  describe("while the baseline is learned", () => {
    it("closes a failure that an absolute limit opened, when the limit is no longer passed", () => {
      const { revisions, state } = run(["rule", "rule", "rule", ...learning(6)]);
      expect(revisions.map((r) => [r.state, r.basis])).toEqual([
        ["opened", "rule"],
        ["closed", "rule"],
      ]);
      expect(state.open).toBeNull();
    });

    it("keeps it open while the limit is passed", () => {
      expect(run([...Array<"rule">(20).fill("rule")]).state.open).not.toBeNull();
      expect(run(["rule", "rule", "rule", ...learning(3), "rule", ...learning(3)]).state.open).not.toBeNull();
    });
  });

  it("gives the same failure for the same input", () => {
    const values = [...high(4), 0.9, ...calm(8)];
    expect(run(values)).toEqual(run(values));
  });
});
