import { entriesOf, type Entry, type Node, toNode } from "./entries.ts";
import { CONFIG_SCHEMA } from "./schema.ts";

/** A row of the reference: one setting. */
export interface ConfigReference {
  /** `mqtt.embedded.port`; `[]` is an item of a list, `<name>` a name of one's own. */
  readonly path: string;
  readonly type: string;
  /** As it would be written in the file, or what it means to leave it out; `required`, or `none`. */
  readonly default: string;
  /** Environment variables that override it. */
  readonly env: readonly string[];
  readonly description: string;
}

/** Every setting, in the order of the schema. */
export const configReference = (): readonly ConfigReference[] => entriesOf(toNode(CONFIG_SCHEMA)).map(toRow);

const toRow = ({ path, node, required, env }: Entry): ConfigReference => ({
  path,
  type: typeText(node),
  default: defaultText(node, required),
  env,
  description: node.description,
});

function defaultText(node: Node, required: boolean): string {
  const value = node["default"];
  if (node.otherwise !== undefined) return node.otherwise;
  if (value === undefined) return required ? "required" : "none";
  if (Array.isArray(value) && value.some((item) => typeof item === "object"))
    return "one with the defaults below";
  return typeof value === "string" ? value || '""' : JSON.stringify(value);
}

function typeText(node: Node): string {
  if (node.unit === "duration") return "duration";
  if (node.unit === "bytes") return "size";
  if (node.enum !== undefined) return node.enum.join(" or ");
  if (node.patternProperties !== undefined) return "map";
  if (node.expects === "[minimum, maximum]") return node.expects;
  if (node.type === "integer") return "whole number";
  if (node.type === "array") return "list";
  return { string: "text", boolean: "true or false" }[node.type ?? ""] ?? node.type ?? "";
}

/** The tables of docs/configuration.md, one for each section. */
export function referenceTables(rows: readonly ConfigReference[]): string {
  const sections = new Map<string, ConfigReference[]>();
  for (const row of rows) {
    const name = /^\w+/.exec(row.path)?.[0] ?? row.path;
    sections.set(name, [...(sections.get(name) ?? []), row]);
  }
  return [...sections].map(([name, settings]) => `### ${name}\n\n${table(settings)}`).join("\n\n");
}

const HEAD = "| setting | type | default | environment | meaning |\n| --- | --- | --- | --- | --- |";

const table = (rows: readonly ConfigReference[]): string =>
  [HEAD, ...rows.map((row) => `| ${cells(row).join(" | ")} |`)].join("\n");

/** The cells of a row of the table. */
export const cells = (row: ConfigReference): readonly string[] => [
  `\`${row.path}\``,
  row.type,
  row.default,
  row.env.map((name) => `\`${name}\``).join(", "),
  row.description,
];
