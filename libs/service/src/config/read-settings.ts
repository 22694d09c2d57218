import type { Static, TSchema } from "@sinclair/typebox";
import { parseConfig } from "./document.ts";
import { toNode } from "./entries.ts";
import { type Finding, findingOf, invalid } from "./finding.ts";
import type { Mistake } from "./mistake.ts";
import { settle } from "./settle.ts";
import { validate } from "./validate.ts";

/**
 * The settings of a YAML text other than the configuration, complete with defaults.
 * Throws `CONFIG_INVALID` with all mistakes, one a line: those of the syntax, those against the schema, else those of `check`.
 * @param what what the text is, as the subject of a sentence
 * @param name the file's name
 */
export function readSettings<S extends TSchema>(
  schema: S,
  { what, name, text }: { readonly what: string; readonly name: string; readonly text: string },
  check: (settings: Static<S>) => readonly Mistake[] = () => [],
): Static<S> {
  const document = parseConfig(text);
  const found: Finding[] = document.mistakes.map(({ at, message }) => ({ at, line: message }));
  const written = document.value ?? {};
  const node = toNode(schema);
  const settled = settle(node, written);
  const unfit = document.value === undefined ? [] : validate(node, settled, written);
  const mistakes = unfit.length > 0 || found.length > 0 ? unfit : check(settled);
  found.push(...mistakes.map((mistake) => findingOf(mistake, document, name)));
  if (found.length > 0) throw invalid(what, name, found);
  return settled;
}
