/** What an inbox can be filtered by. The page's address has the names and the values that the API has. */
const NAMES = ["site", "line", "asset", "class", "state", "severity", "group", "floods", "q"] as const;
export type FilterName = (typeof NAMES)[number];

/** The part of an address that is a filter, in its order, with what is empty or foreign left out. */
export function filterOf(query: URLSearchParams): URLSearchParams {
  const known = new Set<string>(NAMES);
  return new URLSearchParams([...query].filter(([name, value]) => known.has(name) && value !== ""));
}

/** The values of one name: `state=shelved,closed` has two. */
export const valuesOf = (filter: URLSearchParams, name: FilterName): readonly string[] =>
  filter.get(name)?.split(",").filter(Boolean) ?? [];

/** The filter with another value; none if it is empty. */
export function withValue(filter: URLSearchParams, name: FilterName, value: string): URLSearchParams {
  const next = new URLSearchParams(filter);
  if (value === "") next.delete(name);
  else next.set(name, value);
  return next;
}

/** The filter with one of several values put in, or taken out if it was in. */
export function toggled(filter: URLSearchParams, name: FilterName, value: string): URLSearchParams {
  const before = valuesOf(filter, name);
  const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  return withValue(filter, name, after.join(","));
}

export const hrefOf = (filter: URLSearchParams): string => (filter.size === 0 ? "/" : `/?${filter}`);

/** The path of the API. `boot.js` asks for the same before the scripts are there; then it is fetched once. */
export function inboxPath(filter: URLSearchParams, limit: number): string {
  const query = new URLSearchParams(filter);
  query.set("limit", String(limit));
  return `/api/failures?${query}`;
}

/** The members of a flood that the filter lets through. */
export function membersPath(filter: URLSearchParams, group: string): string {
  const query = withValue(withValue(filter, "group", group), "floods", "false");
  return inboxPath(query, 1_000);
}
