import type { OperatingStates } from "@presage/baseline";
import { alarms, type Failure, type FeatureWindow, type Prediction } from "@presage/contracts";
import { loadPackage, openScorer } from "@presage/model";
import {
  type DecisionRule,
  DEFAULTS,
  type LiveModel,
  liveModel,
  scorerStage,
  type ScorerSettings,
} from "@presage/scorer";

/** What the scorer made of one window: its prediction, and the failure's next revision if there is one. */
export interface Judged {
  readonly prediction: Prediction;
  readonly failure: Failure | null;
}

/** Judges the windows of one machine, from the first on. */
export type Judge = (windows: readonly FeatureWindow[], states?: OperatingStates) => Promise<Judged[]>;

const KEY = "a/b/c/d";

const RULES_ONLY: DecisionRule = {
  threshold: 0.5,
  k: 3,
  n: 5,
  clearThreshold: 0.25,
  clearWindows: 5,
  quietTime: DEFAULTS.decision.quietTime,
};

/** A model that sees no risk: then the rules are on their own. */
const NO_MODEL: LiveModel = {
  reference: { name: "none", version: "0.0.0", digest: "" },
  inputs: [],
  horizon: { share: 0.1 },
  rule: RULES_ONLY,
  score: (_, count) => Promise.resolve({ risks: new Float32Array(count), remaining: null }),
};

/** A judge with the model package in a folder, or without one, and how it is closed. */
export async function openJudge(directory: string | undefined): Promise<{ judge: Judge; close: () => void }> {
  if (directory === undefined) return { judge: judgeWith(NO_MODEL), close: () => {} };
  const model = await loadPackage(directory);
  const scorer = await openScorer(model, { backend: "wasm" });
  return { judge: judgeWith(liveModel(model, scorer, DEFAULTS.decision)), close: () => scorer.close() };
}

const judgeWith =
  (model: LiveModel): Judge =>
  (windows, states) =>
    judgeWindows(windows, {
      modelOf: () => model,
      limitsOf: () => ({ temperature: DEFAULTS.limits.temperature }),
      commissioningOf: () => ({ ...DEFAULTS.commissioning, states }),
    });

/** Windows of one machine through the scorer's own stage. */
export async function judgeWindows(
  windows: readonly FeatureWindow[],
  settings: ScorerSettings,
): Promise<Judged[]> {
  const stage = scorerStage(settings);
  const messages = windows.map((value) => ({ key: KEY, time: value.end, value }));
  let state = stage.initial;
  const judged: Judged[] = [];
  for (const message of await stage.prepare(messages, () => stage.initial)) {
    const [next, outputs] = await stage.step(state, message);
    state = next;
    const [alarm] = outputs.filter(({ topic }) => topic === alarms.topic);
    const failure =
      alarm === undefined ? null : alarms.decode(alarm.key, alarm.time, alarm.encode()).value.failure;
    judged.push({ prediction: message.value.prediction, failure });
  }
  return judged;
}
