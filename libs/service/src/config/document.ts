import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair } from "yaml";
import type { Path } from "./path.ts";

export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A YAML document whose values know where they were written. */
export interface ConfigDocument {
  /** Its plain value; an empty document is an empty map. Undefined if the syntax is broken. */
  readonly value: unknown;
  readonly mistakes: readonly { readonly at: Position; readonly message: string }[];
  /** Where the value of a path, or its key, is written; of what is missing, where its section is. */
  locate(path: Path, key?: boolean): Position;
}

const start = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];

/** Reads YAML 1.2 with anchors and merge keys. Never throws. */
export function parseConfig(text: string): ConfigDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const mistakes = document.errors.map(({ code, message, pos: [from] }) => {
    const key = /^[^\s:,}]*/.exec(text.slice(from))?.[0] ?? "";
    return {
      at: position(from),
      message: code === "DUPLICATE_KEY" ? `${key}  is set twice` : `YAML: ${message}`,
    };
  });

  let value: unknown;
  if (document.errors.every(({ code }) => code === "DUPLICATE_KEY"))
    try {
      value = document.toJS() ?? {};
    } catch (error) {
      // An alias without its anchor, or aliases of aliases that would not fit in memory.
      mistakes.push({ at: { line: 1, column: 1 }, message: `YAML: ${String(error)}` });
    }

  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);

  function locate(path: Path, key = false): Position {
    let offset = start(document.contents) ?? 0;
    let node: unknown = document.contents;
    for (const [depth, step] of path.entries()) {
      const inside = resolve(node);
      const pair: Pair | undefined = isMap(inside)
        ? inside.items.find((item) => isScalar(item.key) && item.key.value === step)
        : undefined;
      node = isSeq(inside) && typeof step === "number" ? inside.items[step] : pair?.value;
      const wantsKey = key && depth === path.length - 1;
      const found = wantsKey ? (start(pair?.key) ?? start(node)) : (start(node) ?? start(pair?.key));
      if (found === undefined) break;
      offset = found;
    }
    return position(offset);
  }

  return { value, mistakes, locate };
}
