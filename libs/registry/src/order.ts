import type { ModelReference } from "@presage/contracts";

/** By name, and versions of one in their order: 1.9.0 is before 1.10.0. */
export const byNameAndVersion = (a: ModelReference, b: ModelReference): number =>
  a.name.localeCompare(b.name) || a.version.localeCompare(b.version, undefined, { numeric: true });
