import { withGeometry } from "./bearing.ts";
import { valuesOf, type Node } from "./entries.ts";
import { isMap } from "./path.ts";
import { parseBytes, parseDuration } from "./unit.ts";

/**
 * Fills in defaults and turns durations and sizes into numbers. An empty section or key counts as left out. What does
 * not fit is passed on as it is, for the validator to refuse.
 */
export function settle(node: Node, given: unknown, required = true): unknown {
  let value = given ?? structuredClone(node["default"]);
  if (value === undefined && node.properties !== undefined && required) value = {};
  if (node.unit !== undefined) return quantity(node.unit, value);
  if (Array.isArray(value)) {
    const { items } = node;
    return items === undefined ? value : value.map((item) => (item === null ? null : settle(items, item)));
  }
  if (!isMap(value)) return value;
  const values = valuesOf(node);
  if (values !== undefined)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, settle(values, item)]));

  const settled: Record<string, unknown> = { ...value };
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    const written = Object.hasOwn(value, key) ? value[key] : undefined;
    const result = settle(
      child,
      key === "bearing" ? withGeometry(written) : written,
      node.required?.includes(key) ?? false,
    );
    if (result === undefined) delete settled[key];
    else settled[key] = result;
  }
  return settled;
}

/** A bare number has no unit, so it is made text, which the validator refuses. */
function quantity(unit: "duration" | "bytes", value: unknown): unknown {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return value;
  return (unit === "duration" ? parseDuration(value) : parseBytes(value)) ?? value;
}
