import type { TSchema } from "@sinclair/typebox";
import type { SettingOptions } from "./setting.ts";

/** A schema as the loader reads it. */
export type Node = SettingOptions & {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly patternProperties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly [keyword: string]: unknown;
};

/** TypeBox schemas are JSON Schema, which is what a node spells out. */
export const toNode = (schema: TSchema): Node => schema as unknown as Node;

/** What the values of a map by name look like, if the schema is one. */
export const valuesOf = (node: Node): Node | undefined => Object.values(node.patternProperties ?? {})[0];

/** One setting. */
export interface Entry {
  /** `mqtt.embedded.port`, `sources[].template`, `assets[].sensors.<name>.unit` */
  readonly path: string;
  readonly keys: readonly string[];
  readonly node: Node;
  readonly required: boolean;
  /** Environment variables that override it; none for what is in a list or a map by name. */
  readonly env: readonly string[];
}

const screamingSnake = (key: string): string => key.replaceAll(/[A-Z]/g, "_$&").toUpperCase();

const envNames = (keys: readonly string[], node: Node): readonly string[] => [
  ["PRESAGE", ...keys.map(screamingSnake)].join("_"),
  ...(node.alias === undefined ? [] : [node.alias]),
];

/** All settings of a schema, in its order. */
export function entriesOf(
  node: Node,
  keys: readonly string[] = [],
  path = "",
  settable = true,
): readonly Entry[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]): readonly Entry[] => {
    const at = path === "" ? key : `${path}.${key}`;
    const below = [...keys, key];
    const entry = { path: at, keys: below, node: child, required: node.required?.includes(key) ?? false };
    if (child.properties !== undefined) return entriesOf(child, below, at, settable);
    const many = child.items?.properties !== undefined ? child.items : valuesOf(child);
    if (many === undefined) return [{ ...entry, env: settable ? envNames(below, child) : [] }];
    return [
      { ...entry, env: [] },
      ...entriesOf(many, below, child.items === undefined ? `${at}.<name>` : `${at}[]`, false),
    ];
  });
}
