import type { Health } from "../parts/severity.tsx";
import type { Place } from "../../../src/schema/asset.ts";

/** A place with what is in it. */
export interface PlaceNode extends Place {
  readonly name: string;
  readonly inner: readonly PlaceNode[];
}

/** Worst first. */
export const HEALTHS: readonly Health[] = [
  "critical",
  "high",
  "medium",
  "low",
  "bad-data",
  "silent",
  "learning",
  "normal",
];

/** The filter for what is not well, as the server has it. */
export const PROBLEMS = "critical,high,medium,low,bad-data,silent";

/** line2 comes before line10. */
const BY_NUMBER = new Intl.Collator("en", { numeric: true });

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** Sites with their areas with their lines, from a list in which each stands before what is in it. */
export function placeTree(places: readonly Place[]): PlaceNode[] {
  const inner = new Map<string, Place[]>();
  for (const place of places) {
    const parent = parentOf(place.path);
    inner.set(parent, [...(inner.get(parent) ?? []), place]);
  }
  const nodes = (parent: string): PlaceNode[] =>
    (inner.get(parent) ?? [])
      .toSorted((a, b) => BY_NUMBER.compare(a.path, b.path))
      .map((place) => ({
        ...place,
        name: place.path.slice(parent === "" ? 0 : parent.length + 1),
        inner: nodes(place.path),
      }));
  return nodes("");
}

/** How many assets are in which health, worst first; those of which there is nothing to say are left out. */
export const healthCounts = (health: Readonly<Record<string, number>>): { health: Health; count: number }[] =>
  HEALTHS.filter((name) => name !== "normal" && (health[name] ?? 0) > 0).map((name) => ({
    health: name,
    count: health[name] ?? 0,
  }));

/** Whether a place is another, or around it. */
export const holds = (outer: string, path: string): boolean => path === outer || path.startsWith(`${outer}/`);
