import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { Node } from "./entries.ts";
import { FORMATS } from "./format.ts";
import { expectation, got, type Mistake } from "./mistake.ts";
import { type Path, valueAt } from "./path.ts";
import { VOCABULARY } from "./setting.ts";
import { didYouMean } from "./suggestion.ts";

const formats = Object.fromEntries(Object.entries(FORMATS).map(([name, { test }]) => [name, test]));
const ajv = new Ajv({ allErrors: true, verbose: true, strict: true, formats });
ajv.addVocabulary(VOCABULARY);
const compiled = new WeakMap<Node, ValidateFunction>();

/**
 * All that does not fit the schema.
 * @param settled what is validated
 * @param written what is quoted in the messages
 */
export function validate(schema: Node, settled: unknown, written: unknown): readonly Mistake[] {
  const check = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, check);
  if (check(settled)) return [];
  const mistakes = new Map<string, Mistake>();
  for (const error of check.errors ?? []) {
    // The inner error of a refused key; the outer one, "propertyNames", follows.
    if (error.propertyName !== undefined) continue;
    const mistake = toMistake(error, pathOf(error.instancePath, settled), written);
    // One mistake per place is enough: a port of "" is not both too short and no number.
    const place = JSON.stringify(mistake.path);
    if (!mistakes.has(place)) mistakes.set(place, mistake);
  }
  return [...mistakes.values()];
}

function toMistake(error: ErrorObject, path: Path, written: unknown): Mistake {
  const node = error.parentSchema as unknown as Node;
  const params = error.params as Readonly<Record<string, unknown>>;
  if (error.keyword === "additionalProperties") {
    const key = String(params["additionalProperty"]);
    const meant = didYouMean(key, Object.keys(node.properties ?? {}));
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    return { path: [...path, key], key: true, message: `is not a setting${hint}` };
  }
  if (error.keyword === "propertyNames")
    return {
      path: [...path, String(params["propertyName"])],
      key: true,
      message: `must be ${FORMATS.name.expects}`,
    };
  if (error.keyword === "required")
    return {
      path: [...path, String(params["missingProperty"])],
      message: `is missing${node.hint === undefined ? "" : ` (${node.hint})`}`,
    };
  return { path, message: `must be ${expectation(node)}${got(node, written, path)}` };
}

/** The path of a JSON pointer. */
const pathOf = (pointer: string, root: unknown): Path =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<Path>((path, step) => [...path, Array.isArray(valueAt(root, path)) ? Number(step) : step], []);
