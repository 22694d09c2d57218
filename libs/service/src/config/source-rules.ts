import type { Mistake } from "./mistake.ts";
import { isMap, type Path, pathText } from "./path.ts";
import type { Settings } from "./schema.ts";

/** What must hold between the settings of sources. */
export function sourceMistakes({ sources }: Settings, sound: (path: Path) => boolean): readonly Mistake[] {
  if (!Array.isArray(sources)) return [];
  const found: Mistake[] = [];
  const hosts = new Map<string, number>();
  for (const [i, source] of sources.entries()) {
    if (!isMap(source) || source.decoder !== "sparkplug" || !sound(["sources", i])) continue;
    for (const [key, why] of CONTRADICTIONS)
      if (source[key] !== undefined) found.push({ path: ["sources", i, key], message: why });
    const { hostId } = source.sparkplug;
    const first = hosts.get(hostId);
    if (first === undefined) hosts.set(hostId, i);
    else
      found.push({
        path: ["sources", i, "sparkplug", "hostId"],
        other: ["sources", first],
        message: `is also the host application of ${pathText(["sources", first])}`,
      });
  }
  return found;
}

const CONTRADICTIONS = [
  [
    "shared",
    "cannot be given with the decoder sparkplug: a host application has to hear every message of an edge node, or it would miss births and see gaps; divide the edge nodes by sparkplug.groups instead",
  ],
  ["map", "cannot be given with the decoder sparkplug, which has sparkplug.metrics"],
] as const;
