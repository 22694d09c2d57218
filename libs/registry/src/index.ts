export { type Act, type Assignment, type NewAssignment, promote, rollback } from "./assignment.ts";
export { openFolder, openRegistry } from "./folder.ts";
export { find } from "./find.ts";
export type { Registry } from "./registry.ts";
