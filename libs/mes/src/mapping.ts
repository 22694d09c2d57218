import { type AssetPath, PresageError } from "@presage/contracts";
import jsonata from "jsonata";

/** Makes one JSON value of another; undefined is nothing. Rejects with `MAPPING_FAILED`. */
export type Mapping = (input: unknown, path: Partial<AssetPath>) => Promise<unknown>;

/** A mapping comes to an end: the pipeline waits for it. Milliseconds. */
const TIMEOUT_MS = 1_000;
/** Nested calls of functions. */
const STACK = 500;

/**
 * Compiles a JSONata expression (docs.jsonata.org). Its input is the message; `$path` holds the levels of the asset's
 * path, as `$path.line`. Throws `CONFIG_INVALID` with the place of a mistake in it.
 */
export function compileMapping(expression: string): Mapping {
  let compiled: jsonata.Expression;
  try {
    compiled = jsonata(expression, { timeout: TIMEOUT_MS, stack: STACK });
  } catch (cause) {
    throw new PresageError("CONFIG_INVALID", `is not JSONata: ${why(cause)}`, cause);
  }
  return async (input, path) => {
    let result: unknown;
    try {
      result = await compiled.evaluate(input, { path });
    } catch (cause) {
      throw new PresageError("MAPPING_FAILED", why(cause), cause);
    }
    // JSONata's arrays have properties of its own, and its functions are no JSON.
    return result === undefined ? undefined : JSON.parse(JSON.stringify(result) ?? "null");
  };
}

/** JSONata throws plain objects with the place in the expression, and errors of JavaScript. */
function why(cause: unknown): string {
  const { message, position } = cause as { message?: unknown; position?: unknown };
  const text = typeof message === "string" ? message : String(cause);
  return typeof position === "number" ? `${text} (character ${position})` : text;
}
