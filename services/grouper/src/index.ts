export { grouperStage } from "./stage.ts";
export { startGrouper } from "./start.ts";
