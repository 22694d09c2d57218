import { type Feedback, type Message, type Prediction, predictions } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { compare } from "./compare.ts";
import { worseIn } from "./comparison.ts";
import { comparisonText } from "./text.ts";

const RULE = { threshold: 0.5, k: 2, n: 2, clearThreshold: 0.4, clearWindows: 2, quietTime: 0 };
const model = (version: string) => ({ name: "wear", version, digest: `d${version}` });
const champion = { model: model("1.0.0"), rule: RULE };
const challenger = { model: model("2.0.0"), rule: { ...RULE, threshold: 0.8 } };

const HOUR = 3_600_000;
const ASSET = "s/a/l/pump";

/** An hour's window with the risks that champion and challenger gave. */
const windowOf = (
  n: number,
  is: number | null,
  would: number | null,
  over: Partial<Prediction> = {},
): Message<Prediction> => ({
  key: ASSET,
  time: (n + 1) * HOUR,
  value: {
    ...predictions.example.value,
    start: n * HOUR,
    end: (n + 1) * HOUR,
    risk: is,
    model: champion.model,
    shadow: { risk: would, horizonHours: 24, model: challenger.model },
    ...over,
  },
});

const label = (action: Feedback["action"], hour: number): Message<Feedback> => ({
  key: ASSET,
  time: hour * HOUR,
  value: { action, at: 1e12, occurredAt: hour * HOUR, by: "jo" },
});

function compared(windows: readonly Message<Prediction>[], labels: readonly Message<Feedback>[] = []) {
  const comparing = compare(champion, challenger);
  for (const window of windows) comparing.take(window);
  return comparing.finish(labels);
}

/** The champion sees it coming from hour 4 on, the challenger from hour 8 on. */
const life = Array.from({ length: 12 }, (_, n) => windowOf(n, n >= 4 ? 0.7 : 0.1, n >= 8 ? 0.9 : 0.1));

describe("a comparison", () => {
  it("counts by each model's own threshold whether they say the same", () => {
    const { agreement } = compared(life);
    expect(agreement).toMatchObject({ scored: 12, both: 4, championOnly: 4, challengerOnly: 0, neither: 4 });
    expect(agreement.share).toBeCloseTo(8 / 12, 12);
    expect(agreement.correlation).toBeCloseTo(0.5, 12); // phi of this table: (4·4 − 4·0) / √(8·4·4·8)
  });

  it("tells what failures each would have opened, by its own rule", () => {
    const { champion: is, challenger: would } = compared(life);
    expect(is.failures).toEqual([{ asset: ASSET, openedAt: 6 * HOUR, closedAt: null, basis: "model" }]);
    expect(would.failures).toEqual([{ asset: ASSET, openedAt: 10 * HOUR, closedAt: null, basis: "model" }]);
    const calm = compared([0.1, 0.6, 0.7, 0.1, 0.1, 0.1].map((risk, n) => windowOf(n, risk, risk)));
    expect(calm.champion.failures).toEqual([
      { asset: ASSET, openedAt: 3 * HOUR, closedAt: 5 * HOUR, basis: "model" },
    ]);
    expect(calm.challenger.failures).toEqual([]);
    expect(comparisonText(calm)).toMatch(
      /Opened by the champion only:\n.* 03:00 to .* 05:00 {2}s\/a\/l\/pump/,
    );
  });

  it("counts what a limit opens for both, whatever they say", () => {
    const hot = [0, 1, 2].map((n) => windowOf(n, 0.1, null, { rules: ["temperature-limit"] }));
    const { champion: is, challenger: would } = compared(hot);
    for (const side of [is, would]) expect(side.failures.map(({ basis }) => basis)).toEqual(["rule"]);
    expect([is.scored, would.scored]).toEqual([3, 0]);
  });

  it("gives precision and lead where machines were found failing", () => {
    const { champion: is, challenger: would } = compared(life, [label("confirmed", 12)]);
    expect(is.labelled).toEqual({
      confirmed: 1,
      found: 1,
      falseAlarms: 0,
      precision: 1,
      recall: 1,
      medianLeadHours: 6,
    });
    expect(would.labelled).toMatchObject({ found: 1, medianLeadHours: 2 });
  });

  it("counts an alarm as false also if somebody looked when it had gone, but not one that was labelled before", () => {
    const risks = [0.1, 0.6, 0.7, 0.1, 0.1, 0.1, 0.1, 0.1];
    const windows = risks.map((risk, n) => windowOf(n, risk, risk));
    const once = compared(windows, [label("false-alarm", 7)]);
    expect([once.champion.labelled.falseAlarms, once.challenger.labelled.falseAlarms]).toEqual([1, 0]);
    const twice = compared(windows, [label("false-alarm", 7), label("false-alarm", 7.5)]);
    expect(twice.champion.labelled.falseAlarms).toBe(1);
  });

  it("passes over windows of other models, and labels of before", () => {
    const others = [
      windowOf(0, 0.1, 0.1, { model: model("0.9.0") }),
      windowOf(1, 0.1, 0.1, { shadow: { risk: 1, horizonHours: 1, model: model("3.0.0") } }),
      windowOf(2, 0.1, 0.1),
    ];
    const { windows, champion: is } = compared(others, [label("confirmed", 1)]);
    expect(windows).toBe(1);
    expect(is.labelled.confirmed).toBe(0);
  });

  it("has shares of all risks that add up to 1", () => {
    for (const side of [compared(life).champion, compared(life).challenger])
      expect(side.risks.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
  });

  it("of nothing has figures that JSON can hold", () => {
    const nothing = compared([]);
    expect(JSON.parse(JSON.stringify(nothing))).toEqual(nothing);
    expect(comparisonText(nothing)).toMatch(/not judged a window/);
  });
});

describe("a challenger", () => {
  it("is worse if it finds less, alarms more falsely, or half as early", () => {
    const blind = life.map((window, n) => windowOf(n, window.value.risk, 0.1));
    expect(worseIn(compared(blind, [label("confirmed", 12)]))).toMatch(/found 0 of 1 .* the champion 1/);
    const nervous = life.map((_, n) => windowOf(n, 0.1, 0.9));
    expect(worseIn(compared(nervous, [label("false-alarm", 12)]))).toMatch(
      /1 of the alarms .* the champion 0/,
    );
    expect(worseIn(compared(life, [label("confirmed", 12)]))).toMatch(/open 2\.00 h ahead .* 6\.00 h/);
  });

  it("is not worse if it does as well, or nothing was labelled", () => {
    const same = life.map((_, n) => windowOf(n, n >= 4 ? 0.9 : 0.1, n >= 4 ? 0.9 : 0.1));
    expect(worseIn(compared(same, [label("confirmed", 12)]))).toBeNull();
    expect(worseIn(compared(life))).toBeNull();
  });

  it("is told of for a person, with both distributions", () => {
    const text = comparisonText(compared(life, [label("confirmed", 12)]));
    expect(text).toContain("wear@1.0.0");
    expect(text).toMatch(/confirmed failures found +1 of 1 +1 of 1/);
    expect(text).toMatch(/the challenger is worse: its failures open/);
    expect(text).toMatch(/0\.9–1 .*\n/);
  });
});
