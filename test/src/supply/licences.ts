import type { Package } from "./packages.ts";

/** Licences, by SPDX identifier, under which others' code may be part of Presage: they ask for no more than a notice. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Unlicense",
]);

/** Whether an SPDX expression of identifiers, AND, OR and one pair of parentheses around it lets Presage use a package. */
export function isAllowed(expression: string | undefined): boolean {
  if (expression === undefined) return false;
  const plain = expression.replace(/^\((.*)\)$/, "$1");
  // AND binds closer than OR. What does not fit this form is no identifier, and so not allowed.
  return plain.split(" OR ").some((way) => way.split(" AND ").every((each) => ALLOWED.has(each)));
}

/** CSV, RFC 4180: name, version, licence. */
export const licenceList = (packages: readonly Package[]): string =>
  [
    "name,version,licence",
    ...packages.map(({ name, version, licence }) => [name, version, `"${licence ?? ""}"`].join()),
  ]
    .map((line) => `${line}\r\n`)
    .join("");
