import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { mergeReports } from "../backtest.ts";
import { outcomeOf } from "../outcome.ts";
import type { AssetReport, ModelAlarm } from "../report.ts";
import { duration, percent } from "./format.ts";
import { html } from "./markup.ts";
import { renderReport } from "./page.ts";

const HOUR = 3_600;
const WINDOWS = 40;

/** A life of four hours, a window every six minutes; its remaining life is predicted as it is, and 25 % off each way. */
function asset(
  name: string,
  alarms: readonly ModelAlarm[],
  failure_s: number | null = 4 * HOUR,
): AssetReport {
  const run = { failure_s, observed_s: 4 * HOUR };
  const at_s = Array.from({ length: WINDOWS }, (_, i) => i * 360);
  const left = at_s.map((at) => (4 * HOUR - at) / HOUR);
  return {
    asset: name,
    ...run,
    ...outcomeOf(alarms, run),
    first_mode: alarms[0]?.mode ?? null,
    opened_by: alarms[0]?.basis ?? null,
    windows: WINDOWS,
    scored_windows: WINDOWS,
    not_scored: {},
    learning_until_s: 1_800,
    alarms,
    rules: (["risk-alone", "twice-rms", "zone-d"] as const).map((rule) => ({
      rule,
      ...outcomeOf([], run),
      alarms: [],
    })),
    series: {
      at_s,
      horizon_h: at_s.map(() => 1),
      risk: at_s.map((_, i) => (i / WINDOWS) ** 2),
      p10_h: left.map((h) => h * 0.75),
      p50_h: left,
      p90_h: left.map((h) => h * 1.25),
      rms_g: at_s.map((_, i) => 1 + i / 10),
      velocity_mm_s: at_s.map(() => 1.5),
      temperature_C: at_s.map(() => null),
      zone_d: at_s.map(() => false),
    },
    model: {
      name: "m",
      version: "1.2.3",
      digest: "ab".repeat(32),
      horizon: "1 h",
      threshold: 0.6,
      decision: "opens at once",
      saw_this_recording: false,
    },
  };
}

const alarm: ModelAlarm = {
  opened_s: 3 * HOUR,
  closed_s: null,
  severity: "high",
  basis: "model",
  limits: [],
  mode: "outer-race",
};

const render = (...assets: AssetReport[]): string =>
  renderReport(mergeReports([{ assets, summary: mergeReports([], new Date(0)).summary }], new Date(0)));

describe("the page", () => {
  it("shows a hostile name as text, wherever it stands", () => {
    const hostile = `<img src=x onerror=alert(1)> "'</script><script>alert(2)</script>`;
    const page = render({ ...asset(hostile, [alarm]), first_mode: hostile });
    expect(page).not.toContain("<img");
    expect(page).not.toContain("<script>alert");
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  it("allows itself its own script and nothing else", () => {
    const page = render(asset("a", [alarm]));
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(script).digest("base64");
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`);
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).not.toMatch(/https?:|<link|@import|url\((?!#)/);
  });

  it("leaves no figure that is not a number", () => {
    const pages = [render(asset("a", [alarm]), asset("b", [], null), asset("c", [])), render()];
    const shown = pages.map((page) => page.replace(/<script>[\s\S]*<\/script>/, ""));
    expect(shown.filter((page) => /NaN|Infinity|undefined|\[object/.test(page))).toHaveLength(0);
  });

  it("says what came of each life, in words", () => {
    const page = render(
      asset("a", [alarm]),
      asset("b", [{ ...alarm, opened_s: 600, closed_s: 1_200 }]),
      asset("c", [{ ...alarm, opened_s: 600 }]),
      asset("d", [], null),
    );
    expect(page).toContain("Announced 60\u00a0min ahead (last 25\u00a0% of life).");
    expect(page).toContain("▲ Not announced. ✕ 1 false alarm.");
    expect(page).toContain("▲ in the first fifth.");
    expect(page).toContain("Healthy, no alarm.");
    expect(page).toContain("2 of 3");
  });

  it("shows the plots of remaining life only if the model gives one", () => {
    const none = Array.from({ length: WINDOWS }, () => null);
    const blind = asset("a", [alarm]);
    const series = { ...blind.series, p10_h: none, p50_h: none, p90_h: none };
    expect(render(blind)).toContain("predicted remaining life (p50)");
    expect(render({ ...blind, series })).not.toContain("predicted remaining life (p50)");
  });
});

describe("a template", () => {
  it("escapes what is put in, in text and attributes, but not templates in it", () => {
    const inner = html`<b>${"a & b"}</b>`;
    expect(html`<i title="${'"x"'}">${inner}${["<", 1, null, false]}</i>`.text).toBe(
      `<i title="&quot;x&quot;"><b>a &amp; b</b>&lt;1</i>`,
    );
  });
});

describe("figures", () => {
  it("are in the unit that a person would say", () => {
    const texts = [45, 600, 5_400, 72_000, 500_000].map((s) => duration(s).replace("\u00a0", " "));
    expect(texts).toEqual(["45 s", "10 min", "1.5 h", "20 h", "5.8 days"]);
    expect([0, 0.034, 0.5, 0.975, 1].map((x) => percent(x).replace("\u00a0", " "))).toEqual([
      "0 %",
      "3.4 %",
      "50 %",
      "97.5 %",
      "100 %",
    ]);
    expect(duration(null)).toBe("–");
  });
});
