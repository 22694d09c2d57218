export { SERVICES, type Service } from "./flows.ts";
export { type Load, TYPICAL } from "./load.ts";
export { plan, type Plan, type ServicePlan } from "./plan.ts";
export type { Units } from "./units.ts";
