export { type Comparing, compare } from "./compare.ts";
export { type Comparison, openedAlone, type OpenedFailure, type Side, worseIn } from "./comparison.ts";
export type { Contender } from "./life.ts";
export { RISK_EDGES } from "./risks.ts";
export { comparisonText } from "./text.ts";
