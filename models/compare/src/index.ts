export { type Comparing, compare } from "./compare.ts";
export { type Comparison, worseIn } from "./comparison.ts";
export type { Contender } from "./life.ts";
export { comparisonText } from "./text.ts";
