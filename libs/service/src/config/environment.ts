import type { Entry, Node } from "./entries.ts";
import type { Mistake } from "./mistake.ts";
import { isMap, pathText } from "./path.ts";
import { didYouMean } from "./suggestion.ts";

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Names the file to load. */
export const FILE_VARIABLE = "PRESAGE_CONFIG";

/** Variables that are not settings: where tests find recordings, tools and brokers. */
const OTHERS = [FILE_VARIABLE, "PRESAGE_SHARED", "PRESAGE_REQUIRE_BROKERS", "PRESAGE_TESTBED_CACHE"];

export interface Overridden {
  readonly value: unknown;
  /** By path, the variable that set it. */
  readonly origins: ReadonlyMap<string, string>;
  /** The path of these is the variable. */
  readonly mistakes: readonly Mistake[];
}

/** Puts what environment variables say over what the file says; empty ones count as not set. */
export function override(root: unknown, entries: readonly Entry[], env: Environment): Overridden {
  const value = structuredClone(root);
  const origins = new Map<string, string>();
  const mistakes: Mistake[] = [];
  const known = entries.flatMap((entry) => entry.env);
  for (const [name, given] of Object.entries(env)) {
    if (!name.startsWith("PRESAGE_") || OTHERS.includes(name) || given === undefined || given === "")
      continue;
    const entry = entries.find((e) => e.env.includes(name));
    if (entry === undefined) {
      const meant = didYouMean(
        name.slice("PRESAGE_".length),
        known.map((k) => k.slice("PRESAGE_".length)),
      );
      const hint = meant === undefined ? "" : `; did you mean PRESAGE_${meant}?`;
      mistakes.push({ path: [name], message: `is not a setting${hint}` });
      continue;
    }
    const path = pathText(entry.keys);
    const twice = origins.get(path);
    if (twice !== undefined) mistakes.push({ path: [name], message: `sets the same as ${twice}; drop one` });
    origins.set(path, name);
    put(value, entry.keys, typed(entry.node, given));
  }
  return { value, origins, mistakes };
}

/** What a variable's text stands for; if it stands for nothing, the text, for the validator to refuse. */
function typed(node: Node, text: string): unknown {
  if (node.unit !== undefined) return text;
  if (node.type === "number" || node.type === "integer")
    return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  if (node.type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  if (node.type === "array") return text.split(",").map((item) => item.trim());
  return text;
}

function put(root: unknown, keys: readonly string[], value: unknown): void {
  const [key = "", ...rest] = keys;
  if (!isMap(root)) return; // not a section, which is reported anyway
  if (rest.length === 0) root[key] = value;
  else put((root[key] ??= {}), rest, value);
}
