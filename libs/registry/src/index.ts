export {
  type Act,
  type Assignment,
  type NewAssignment,
  promote,
  rollback,
  type Roles,
  shadow,
  withdraw,
} from "./assignment.ts";
export { openFolder } from "./folder.ts";
export { lazyRegistry } from "./lazy.ts";
export { openRegistry, registryFolder } from "./open.ts";
export { find, titleOf } from "./find.ts";
export type { Registry } from "./registry.ts";
