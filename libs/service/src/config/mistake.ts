import { pathText, valueAt, type Path } from "./path.ts";
import type { Node } from "./entries.ts";
import { FORMATS, type FormatName } from "./format.ts";

/** Something wrong with a configuration. */
export interface Mistake {
  readonly path: Path;
  /** Completes a sentence whose subject is the path. */
  readonly message: string;
  /** It is the key that is wrong, not its value. */
  readonly key?: boolean;
  /** Another place that it has to do with. */
  readonly other?: Path;
}

/** What a setting's value must be, as the end of the sentence "must be …". */
export function expectation(node: Node): string {
  if (node.expects !== undefined) return node.expects;
  if (typeof node.format === "string" && node.format in FORMATS)
    return FORMATS[node.format as FormatName].expects;
  if (node.enum !== undefined) return `one of ${node.enum.join(", ")}`;
  if (node.unit === "duration")
    return `a duration such as 500ms, 10s or 5m${node["minimum"] === 0 ? "" : ", longer than 0s"}`;
  if (node.unit === "bytes") return "a size such as 64KiB or 4MiB";
  switch (node.type ?? "object") {
    case "integer":
      return `a whole number${range(node)}`;
    case "number":
      return `a number${range(node)}`;
    case "boolean":
      return "true or false";
    case "array":
      return node.items?.properties === undefined
        ? `a list, each ${node.items === undefined ? "any" : expectation(node.items)}`
        : `a list of sections${node["minItems"] === 1 ? ", not empty" : ""}`;
    case "string":
      return typeof node["maxLength"] === "number"
        ? `a text of at most ${node["maxLength"]} characters`
        : "a text";
    default:
      return "a section of settings";
  }
}

function range(node: Node): string {
  const bound = (keyword: string, sign: string): string =>
    typeof node[keyword] === "number" ? `${sign} ${node[keyword]}` : "";
  if (bound("minimum", "") !== "" && bound("maximum", "") !== "")
    return ` ${bound("minimum", "from")} ${bound("maximum", "to")}`;
  const given = [
    bound("minimum", "≥"),
    bound("exclusiveMinimum", ">"),
    bound("maximum", "≤"),
    bound("exclusiveMaximum", "<"),
  ].filter((text) => text !== "");
  return given.length === 0 ? "" : ` ${given.join(" and ")}`;
}

/** What was written instead; not if it is a secret. */
export function got(node: Node, root: unknown, path: Path): string {
  const value = valueAt(root, path);
  const unquoted = node.type === "string" && ["number", "boolean"].includes(typeof value);
  const shown = node.secret === true ? [] : [`got ${show(value)}`];
  const parts = unquoted ? [...shown, "put it in quotes"] : shown;
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}

/** A text of which nothing is left before the last `@` that may be a user and a password, in a URL or without. */
const withoutCredentials = (text: string): string =>
  text.replace(/^([a-z][\w+.-]*:\/\/)?(.*)@/is, (all: string, scheme: string | undefined, before: string) =>
    scheme !== undefined || before.includes(":") ? `${scheme ?? ""}***@` : all,
  );

function show(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item !== "object"))
    return `[${value.map((item) => (typeof item === "string" ? withoutCredentials(item) : item)).join(", ")}]`;
  if (Array.isArray(value)) return "a list";
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "object") return "a section";
  const text = typeof value === "string" ? withoutCredentials(value) : value;
  const json = JSON.stringify(text);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}

/** `assets[2].shaftSpeed  must be a number > 0 (got "fast")` */
export const mistakeText = ({ path, message }: Mistake): string =>
  path.length === 0 ? message : `${pathText(path)}  ${message}`;
