import type { Mistake } from "./mistake.ts";
import { isMap, listAt, pathText, type Path } from "./path.ts";
import type { RequirementSettings } from "./requirements-schema.ts";

const LIMITS = ["coverage", "maximumGap", "latency", "range", "stuckTime"] as const;

/**
 * What must hold in the list of data-quality requirements.
 * @param sound whether what is at a path fits the schema
 */
export function requirementMistakes(settled: unknown, sound: (path: Path) => boolean): readonly Mistake[] {
  const found: Mistake[] = [];
  const firsts = new Map<string, number>();
  for (const [i, item] of listAt(settled, ["requirements"]).entries()) {
    const path = ["requirements", i];
    if (!sound(path) || !isMap(item)) continue;
    const { name, range, ...rest } = item as unknown as RequirementSettings;
    if (range === undefined && LIMITS.every((limit) => limit === "range" || rest[limit] === undefined))
      found.push({ path, message: `must have one of ${LIMITS.join(", ")}` });
    if (range !== undefined && range[0] >= range[1])
      found.push({ path: [...path, "range"], message: "must be [minimum, maximum]" });
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, i);
    else
      found.push({
        path: [...path, "name"],
        other: ["requirements", first, "name"],
        message: `is also the name of ${pathText(["requirements", first])}`,
      });
  }
  return found;
}
