import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { METRICS } from "@presage/service";
import { promtool, skipWithout } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<"summary" | "description" | "runbook_url", string>>;
}

const file = new URL("../../k8s/base/monitoring/alerts.yaml", import.meta.url);
const { spec } = parse(readFileSync(file, "utf8")) as {
  readonly spec: { readonly groups: readonly { readonly rules: readonly Rule[] }[] };
};
const rules = spec.groups.flatMap((group) => group.rules);

/** Series by name and labels, in the notation of promtool: a value each minute. */
type Series = Readonly<Record<string, string>>;

interface Case {
  /** Of a plant where the alert is right. */
  readonly fires: Series;
  /** Of one that looks a bit like it. */
  readonly silent: Series;
  /** When it is looked at; default after an hour and a half. */
  readonly at?: string;
}

const IN = "presage_bridge_received_messages_total";
const LOGGED = "presage_bridge_appended_messages_total";
const EVENTS = "presage_window_to_event_seconds_bucket";
const LAG = 'presage_stage_lag_messages{stage="scorer",topic="features"}';
const PUBLISHED = "presage_publisher_published_messages_total";
const WAITING = 'presage_stage_lag_messages{stage="publisher",topic="failures"}';
const REJECTED = 'presage_bridge_rejected_messages_total{code="json-malformed"}';
const SCORED = 'presage_scorer_scored_windows_total{model="m"}';
const unscored = (reason: string): string => `presage_scorer_unscored_windows_total{reason="${reason}"}`;
const source = (what: string): string => `presage_source_${what}_messages_total{source="plant"}`;
const TAKEN = 'presage_scorer_taken_back_models_total{class="pumps",cause="drift"}';
const REFUSED = 'presage_scorer_refused_models{class="pumps",role="champion",model="m@2"}';
const DRIFT = 'presage_scorer_drift_index{model="m",feature="f"}';
const CHANCE = 'presage_scorer_drift_chance{model="m",feature="f"}';
const OPENED = 'presage_publisher_opened_failures_total{severity="high"}';
const UNMAPPED = 'presage_publisher_unmapped_messages_total{channel="risk"}';
const LOST = 'presage_console_attempted_notifications_total{outcome="lost"}';
const PASSED = 'presage_stage_malformed_messages_total{stage="scorer"}';

const CASES: Readonly<Record<string, Case>> = {
  PresageDown: {
    fires: { 'up{job="presage-bridge"}': "0x90" },
    silent: { 'up{job="presage-bridge"}': "0x87 1x5" },
  },
  PresageNothingReceived: {
    fires: { [IN]: "0+600x30 18000x60" },
    silent: { [IN]: "0+600x80 48000x8 48001x5" },
  },
  PresageIntakeStalled: {
    fires: { [IN]: "0+600x30 18000x60", [LOGGED]: "0+600x29 17400x61" },
    silent: { [IN]: "0+600x90", [LOGGED]: "0+599x90" },
  },
  PresageFallingBehind: {
    fires: { [LAG]: "0x40 0+2000x60" },
    // As after a long outage: much to do, and it becomes less.
    silent: { [LAG]: "0x40 200000-3000x60" },
  },
  PresageEventsLate: {
    fires: {
      [`${EVENTS}{le="30"}`]: "0+90x90",
      [`${EVENTS}{le="60"}`]: "0+100x90",
      [`${EVENTS}{le="+Inf"}`]: "0+100x90",
    },
    silent: {
      [`${EVENTS}{le="30"}`]: "0+100x90",
      [`${EVENTS}{le="60"}`]: "0+100x90",
      [`${EVENTS}{le="+Inf"}`]: "0+100x90",
    },
  },
  PresageMesNotTold: {
    fires: { [PUBLISHED]: "0+10x60 600x30", [WAITING]: "0x60 7x30" },
    // Nothing to tell is no reason.
    silent: { [PUBLISHED]: "0+10x60 600x30", [WAITING]: "0x90" },
  },
  PresageMessagesRejected: {
    fires: { [IN]: "0+600x90", [REJECTED]: "0+60x90" },
    silent: { [IN]: "0+600x90", [REJECTED]: "0+6x90" },
  },
  PresageMessagesLate: {
    fires: { [source("delivered")]: "0+600x120", [source("late")]: "0+60x120" },
    silent: { [source("delivered")]: "0+600x120", [source("late")]: "0+6x120" },
  },
  PresageMessagesLost: {
    fires: {
      [source("delivered")]: "0+600x120",
      [source("lost")]: "0+60x120",
      [source("recovered")]: "0+6x120",
    },
    // They came after all.
    silent: {
      [source("delivered")]: "0+600x120",
      [source("lost")]: "0+60x120",
      [source("recovered")]: "0+60x120",
    },
  },
  PresageEntriesPassedOver: {
    fires: { [PASSED]: "0x85 1x10" },
    silent: { [PASSED]: "3x90" },
  },
  PresageWindowsNotScored: {
    fires: { [SCORED]: "0+60x90", [unscored("stuck")]: "0+60x90" },
    silent: {
      [SCORED]: "0+60x90",
      [unscored("the baseline is being learned")]: "0+600x90",
      [unscored("9 of the model's 10 inputs are missing")]: "0+600x90",
      [unscored("stuck")]: "0+6x90",
    },
  },
  PresageModelTakenBack: {
    fires: { [TAKEN]: "_x60 1x40" },
    silent: { [TAKEN]: "1x200" },
    at: "95m",
  },
  PresageModelRefused: {
    fires: { [REFUSED]: "_x80 1x10" },
    // Refused for a moment, then promoted anew.
    silent: { [REFUSED]: "_x80 1x3 _x7" },
  },
  PresageModelDrift: {
    fires: { [DRIFT]: "0.5x90", [CHANCE]: "0.1x90" },
    // So few assets that chance alone does it.
    silent: { [DRIFT]: "0.5x90", [CHANCE]: "0.4x90" },
  },
  PresageFailureFlood: {
    fires: { [OPENED]: "0x80 0+3x10" },
    silent: { [OPENED]: "0+1x90" },
  },
  PresageMesMappingFails: {
    fires: { [UNMAPPED]: "_x85 1x10" },
    silent: { [UNMAPPED]: "1x90" },
  },
  PresageNotificationsLost: {
    fires: { [LOST]: "_x60 1x40" },
    silent: { [LOST]: "1x200" },
    at: "95m",
  },
};

describe("the alerts", () => {
  it("are those that there are cases for", () => {
    expect(rules.map(({ alert }) => alert)).toEqual(expect.arrayContaining(Object.keys(CASES)));
    expect(rules).toHaveLength(Object.keys(CASES).length);
  });

  it.each(rules)("$alert says how bad it is, what it means and where to read on", (rule) => {
    expect(["critical", "warning"]).toContain(rule.labels.severity);
    expect(rule.annotations.summary).not.toBe("");
    expect(rule.annotations.description).not.toBe("");
    expect(rule.annotations.runbook_url).toBe(`docs/operations.md#${rule.alert.toLowerCase()}`);
  });

  it.each(rules)("$alert looks at metrics that there are", ({ expr }) => {
    const known = Object.values(METRICS).map(({ name }) => name as string);
    for (const name of expr.match(/presage_[a-z_]+/g) ?? [])
      expect(known).toContain(name.replace(/_bucket$/, ""));
  });
});

describe.skipIf(skipWithout("prometheus"))("by promtool", () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "presage-alerts-"));
    writeFileSync(join(directory, "rules.json"), JSON.stringify(spec));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it("the rules are sound", () => {
    expect(promtool("check", "rules", join(directory, "rules.json"))).toContain(
      `${rules.length} rules found`,
    );
  });

  it.each(Object.entries(CASES))("%s fires when it should, and not when it only looks so", (alert, each) => {
    const { fires, silent, at = "90m" } = each;
    const test = (series: Series, samples: readonly object[]): object => ({
      interval: "1m",
      input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      promql_expr_test: [
        {
          expr: `count by (alertname) (ALERTS{alertname="${alert}", alertstate="firing"})`,
          eval_time: at,
          exp_samples: samples,
        },
      ],
    });
    const tests = [test(fires, [{ labels: `{alertname="${alert}"}`, value: 1 }]), test(silent, [])];
    const path = join(directory, `${alert}.json`);
    writeFileSync(path, JSON.stringify({ rule_files: ["rules.json"], evaluation_interval: "1m", tests }));
    expect(promtool("test", "rules", path)).toContain("SUCCESS");
  });
});
