import { PresageError } from "@presage/contracts";

/** A topic whose levels are fixed texts or names in braces: `plant/{site}/{asset}`. */
export interface TopicTemplate {
  /** The names, in order. */
  readonly names: readonly string[];
  /** The subscription that covers the template: each name a `+`. */
  readonly filter: string;
  /** The values of the names; undefined if the topic is none of this template or a value is empty. */
  match(topic: string): Readonly<Record<string, string>> | undefined;
  /** The topic of some values. Throws RangeError for a value that is missing, empty, or has `/`, `+`, `#` or NUL. */
  format(values: Readonly<Record<string, string>>): string;
}

const NAME = /^\{([a-z][A-Za-z0-9]*)\}$/;
const FORBIDDEN = ["/", "+", "#", "\0"];

/** Compiles a template. Throws `CONFIG_INVALID` if a level is neither a fixed text nor one name in braces. */
export function compileTemplate(template: string): TopicTemplate {
  const levels = template.split("/").map((text) => {
    const name = NAME.exec(text)?.[1];
    if (name === undefined && (text === "" || /[{}+#\0]/.test(text)))
      throw invalid(template, `level "${text}" is neither a text nor a name in braces`);
    return { text, name };
  });
  const names = levels.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw invalid(template, `{${twice}} is there twice`);

  return {
    names,
    filter: levels.map(({ text, name }) => (name === undefined ? text : "+")).join("/"),
    match(topic) {
      const parts = topic.split("/");
      if (parts.length !== levels.length) return undefined;
      const values: Record<string, string> = {};
      for (const [i, { text, name }] of levels.entries()) {
        const part = parts[i] ?? "";
        if (name === undefined ? part !== text : part === "") return undefined;
        if (name !== undefined) values[name] = part;
      }
      return values;
    },
    format: (values) =>
      levels.map(({ text, name }) => (name === undefined ? text : level(name, values[name]))).join("/"),
  };
}

function level(name: string, value: string | undefined): string {
  if (value === undefined || value === "" || FORBIDDEN.some((c) => value.includes(c)))
    throw new RangeError(`${JSON.stringify(value)} cannot be the topic level {${name}}`);
  return value;
}

const invalid = (template: string, why: string): PresageError =>
  new PresageError("CONFIG_INVALID", `topic template "${template}": ${why}`);
