export { type Load, TYPICAL } from "./load.ts";
export { plan, type Plan } from "./plan.ts";
export { planMarkdown, planTable } from "./table.ts";
export type { Units } from "./units.ts";
