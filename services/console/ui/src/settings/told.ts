import type { DestinationView } from "../../../src/schema/destination.ts";

const OCCASIONS: Readonly<Record<string, string>> = {
  opened: "open",
  escalated: "get more severe",
};

const ALL_SEVERITIES = 4;

/** What a destination is told of, as a sentence. */
export function toldText({ on, severities, sites }: DestinationView["told"][number]): string {
  const which = severities.length === ALL_SEVERITIES ? "failures" : `${listText(severities)} failures`;
  const where = sites.length === 0 ? "" : ` at ${listText(sites)}`;
  return `When ${which}${where} ${on.map((each) => OCCASIONS[each] ?? each).join(" or ")}`;
}

const listText = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
