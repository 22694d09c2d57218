import { PresageError } from "@presage/contracts";
import type { ConfigDocument, Position } from "./document.ts";
import { type Mistake, mistakeText } from "./mistake.ts";
import { pathText } from "./path.ts";

/** One line of a report of mistakes; without a place it is of the environment. */
export interface Finding {
  readonly at?: Position;
  readonly line: string;
}

/** Where a mistake is, and what it says. `origins`: variables of the environment, by the path that they set. */
export function findingOf(
  mistake: Mistake,
  document: ConfigDocument,
  name: string,
  origins: ReadonlyMap<string, string> = new Map(),
): Finding {
  const variable = origins.get(pathText(mistake.path));
  if (variable !== undefined) return { line: `${variable}  ${mistake.message}` };
  const other = mistake.other && document.locate(mistake.other);
  const also = other === undefined ? "" : ` (${name}:${other.line}:${other.column})`;
  return {
    at: document.locate(mistake.path, mistake.key),
    line: `${mistakeText(mistake)}${also}`,
  };
}

/** Places in the file first, in its order. */
const rank = (at: Position | undefined): number => (at === undefined ? Infinity : at.line * 1e6 + at.column);

/** `what` has these mistakes: all in one error, one a line. */
export function invalid(what: string, name: string, found: readonly Finding[]): PresageError {
  const lines = found
    .toSorted((a, b) => rank(a.at) - rank(b.at) || 0)
    .map(
      ({ at, line }) => `${at === undefined ? "environment" : `${name}:${at.line}:${at.column}`}  ${line}`,
    );
  const count = lines.length === 1 ? "one mistake" : `${lines.length} mistakes`;
  return new PresageError("CONFIG_INVALID", `${what} has ${count}:\n${lines.join("\n")}`);
}
