export { type Commissioning, observe, UNKNOWN } from "./condition.ts";
export { decide, type DecisionRule, QUIET } from "./decision.ts";
export { DEFAULTS } from "./defaults.ts";
export { liveModel } from "./live-model.ts";
export { type DecisionSettings, ruleOf } from "./rule.ts";
export { type AbsoluteLimits, passedLimits } from "./rules.ts";
export { type Judgement, type LiveModel, scorerStage, type ScorerSettings } from "./stage.ts";
export { openModels } from "./models.ts";
export { startScorer } from "./start.ts";
