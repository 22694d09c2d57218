export { type DecisionRule, decide, QUIET } from "./decision.ts";
export { type AbsoluteLimits, passedLimits } from "./rules.ts";
export { type LiveModel, scorerStage, type ScorerSettings } from "./stage.ts";
export { observe, UNKNOWN } from "./condition.ts";
export { startScorer } from "./start.ts";
