import { assetKey, isName } from "@presage/contracts";
import type { Source } from "./intake.ts";

/** The levels of a topic, or of what a mapping says, by name. */
export type Names = Readonly<Record<string, string>>;

/** What a topic says by itself. */
export interface Route {
  readonly source: Source;
  readonly names: Names;
  /** The asset's id. */
  readonly key: string;
  /** A level that may not be the name of an asset or sensor. */
  readonly wrong: string | undefined;
}

/** The source that a topic belongs to, and what it says of it; undefined if it is none's. */
export type RouteOf = (topic: string) => Route | undefined;

/**
 * What each topic says is worked out once: the same come again and again. At most so many are kept, then all are forgotten, so that
 * made-up topics cost no memory.
 */
const MOST_KEPT = 131_072;

export function routes(sources: readonly Source[]): RouteOf {
  const kept = new Map<string, Route>();
  return (topic) => {
    const known = kept.get(topic);
    if (known !== undefined) return known;
    for (const source of sources) {
      const names = source.match(topic);
      if (names === undefined) continue;
      const route = { source, names, ...placeOf(names, source) };
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(topic, route);
      return route;
    }
    return undefined;
  };
}

/** The asset that levels name, and the one of them that may not be a name. */
export function placeOf(names: Names, { carries }: Source): Pick<Route, "key" | "wrong"> {
  const { site = "site", area = "area", line = "line", asset = "" } = names;
  const sensor = carries === "samples" ? [names["sensor"] ?? ""] : [];
  const wrong = [site, area, line, asset, ...sensor].find((name) => !isName(name));
  return { key: assetKey({ site, area, line, asset }), wrong };
}
