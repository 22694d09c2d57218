import { isDeepStrictEqual } from "node:util";

/** A JSON Schema, of which only the keywords of `KNOWN` are understood. */
export type Schema = Readonly<Record<string, unknown>>;

/** Who reads what the schema describes: the MES what it is told, Presage what it takes from the MES. */
export type Direction = "told" | "taken";

/** What would break somebody who keeps to the released schema. */
export interface Break {
  /** Where: `data.members[].mode`. */
  readonly path: string;
  readonly what: string;
}

/** Keywords that say nothing of what is valid. */
const ANNOTATIONS = ["$schema", "$id", "title", "description", "default", "examples", "$comment"];
const LOWER = ["minimum", "exclusiveMinimum", "minLength", "minItems"];
const UPPER = ["maximum", "exclusiveMaximum", "maxLength", "maxItems"];
const EXACT = ["pattern", "format", "uniqueItems"];
const STRUCTURE = ["type", "const", "enum", "properties", "required", "items", "additionalProperties"];
const KNOWN = new Set([...ANNOTATIONS, ...LOWER, ...UPPER, ...EXACT, ...STRUCTURE, "anyOf", "allOf"]);

/** Both ends of a comparison: what is sent must fit what is read. */
interface Pair {
  readonly sent: Schema;
  readonly read: Schema;
}

/**
 * How a schema that was released is broken by the one it is now; empty if it is kept. What the MES is told must still be
 * valid as it was released, with nothing gone; what the MES sends as it was released must still be taken. Members may be
 * added. Throws RangeError on a keyword that it does not understand, so that none goes unseen.
 */
export function breaks(released: Schema, now: Schema, direction: Direction, path = ""): Break[] {
  for (const schema of [released, now])
    for (const keyword of Object.keys(schema))
      if (!KNOWN.has(keyword)) throw new RangeError(`${path || "the schema"} has the keyword ${keyword}`);
  const pair = direction === "told" ? { sent: now, read: released } : { sent: released, read: now };
  return [
    ...alternatives(released, now, direction, path),
    ...kinds(pair, path),
    ...values(pair, path),
    ...limits(pair, path),
    ...conditions(pair, path),
    ...required(pair, path),
    ...members(released, now, direction, path),
    ...additional(pair, direction, path),
    ...items(released, now, direction, path),
  ];
}

const found = (path: string, what: string): Break[] => [{ path, what }];
const named = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const schemas = (value: unknown): readonly Schema[] => list(value) as readonly Schema[];
const table = (value: unknown): Readonly<Record<string, Schema>> =>
  (value ?? {}) as Readonly<Record<string, Schema>>;

/** Each alternative that may be sent must be one that is read. A schema without `anyOf` has one: itself. */
function alternatives(released: Schema, now: Schema, direction: Direction, path: string): Break[] {
  if (!("anyOf" in released) && !("anyOf" in now)) return [];
  const of = (schema: Schema): readonly Schema[] => ("anyOf" in schema ? schemas(schema["anyOf"]) : [schema]);
  const fits = (before: Schema, after: Schema): boolean =>
    breaks(before, after, direction, path).length === 0;
  const kept =
    direction === "told"
      ? of(now).every((after) => of(released).some((before) => fits(before, after)))
      : of(released).every((before) => of(now).some((after) => fits(before, after)));
  return kept ? [] : found(path, "an alternative is sent that is not read");
}

/** An alternative's own keywords were compared with it. */
const isChoice = ({ sent, read }: Pair): boolean => "anyOf" in sent || "anyOf" in read;

function kinds(pair: Pair, path: string): Break[] {
  const of = (schema: Schema): readonly unknown[] =>
    Array.isArray(schema["type"]) ? schema["type"] : schema["type"] === undefined ? [] : [schema["type"]];
  const [sent, read] = [of(pair.sent), of(pair.read)];
  if (isChoice(pair) || read.length === 0) return [];
  const isRead = (type: unknown): boolean =>
    read.includes(type) || (type === "integer" && read.includes("number"));
  return sent.length > 0 && sent.every(isRead)
    ? []
    : found(path, `${sent.join(" or ") || "anything"} is sent, ${read.join(" or ")} is read`);
}

function values(pair: Pair, path: string): Break[] {
  const of = (schema: Schema): readonly unknown[] | undefined =>
    "const" in schema ? [schema["const"]] : (schema["enum"] as readonly unknown[] | undefined);
  const [sent, read] = [of(pair.sent), of(pair.read)];
  if (isChoice(pair) || read === undefined) return [];
  if (sent === undefined) return found(path, "any value is sent, only some are read");
  const unread = sent.filter((value) => !read.some((known) => isDeepStrictEqual(known, value)));
  return unread.length === 0 ? [] : found(path, `${unread.join(", ")} may be sent and is not read`);
}

function limits(pair: Pair, path: string): Break[] {
  if (isChoice(pair)) return [];
  const { sent, read } = pair;
  const isWider = (keyword: string): boolean => {
    const [limit, bound] = [read[keyword], sent[keyword]];
    if (limit === undefined || isDeepStrictEqual(limit, bound)) return false;
    if (typeof limit !== "number" || typeof bound !== "number") return true;
    return LOWER.includes(keyword) ? bound < limit : bound > limit;
  };
  return [...LOWER, ...UPPER, ...EXACT]
    .filter(isWider)
    .flatMap((keyword) =>
      found(
        path,
        `\`${keyword}\` is ${JSON.stringify(sent[keyword])} for what is sent, ${JSON.stringify(read[keyword])} for what is read`,
      ),
    );
}

/** Conditions are not looked into: whatever is asked of what is read must be asked of what is sent, word for word. */
function conditions({ sent, read }: Pair, path: string): Break[] {
  const kept = list(sent["allOf"]);
  return schemas(read["allOf"])
    .filter((condition) => !kept.some((other) => isDeepStrictEqual(other, condition)))
    .flatMap((condition) => found(path, `a condition is new to the sender: ${JSON.stringify(condition)}`));
}

function required({ sent, read }: Pair, path: string): Break[] {
  const given = list(sent["required"]);
  return list(read["required"])
    .filter((name) => !given.includes(name))
    .flatMap((name) => found(named(path, String(name)), "is needed and may be left out"));
}

/** What was released is there still; what is new is of no matter. */
function members(released: Schema, now: Schema, direction: Direction, path: string): Break[] {
  const [before, after] = [table(released["properties"]), table(now["properties"])];
  return Object.entries(before).flatMap(([name, schema]) => {
    const next = after[name];
    return next === undefined
      ? found(named(path, name), "is gone")
      : breaks(schema, next, direction, named(path, name));
  });
}

function additional({ sent, read }: Pair, direction: Direction, path: string): Break[] {
  const [more, taken] = [sent["additionalProperties"], read["additionalProperties"]];
  if (taken === undefined || taken === true) return [];
  if (taken === false) {
    const news = Object.keys(table(sent["properties"])).filter(
      (name) => !(name in table(read["properties"])),
    );
    return more === false && news.length === 0 ? [] : found(path, "members may be sent that are not allowed");
  }
  if (typeof more !== "object" || more === null) return found(path, "other members are not as they are read");
  const [a, b] = [more as Schema, taken as Schema];
  return direction === "told" ? breaks(b, a, direction, `${path}{}`) : breaks(a, b, direction, `${path}{}`);
}

function items(released: Schema, now: Schema, direction: Direction, path: string): Break[] {
  const [before, after] = [released["items"], now["items"]];
  if (before === undefined && after === undefined) return [];
  return breaks((before ?? {}) as Schema, (after ?? {}) as Schema, direction, `${path}[]`);
}
