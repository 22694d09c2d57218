import type { DestinationView } from "../../../src/schema/destination.ts";

const OCCASIONS: Readonly<Record<string, string>> = {
  opened: "open",
  escalated: "get more severe",
};

const ALL_SEVERITIES = 4;

/** What a destination is told of, as a sentence. */
export function toldText({ on, severities, sites, owners }: DestinationView["told"][number]): string {
  const ofFailures = on.filter((each) => each in OCCASIONS);
  const ofData = `when data${owners.length === 0 ? "" : ` of ${listText(owners)}`}${placeText(sites)} is not what is required`;
  return sentence([
    ...(ofFailures.length === 0 ? [] : [failuresText({ on: ofFailures, severities, sites })]),
    ...(on.includes("data-quality") ? [ofData] : []),
  ]);
}

const sentence = (clauses: readonly string[]): string => {
  const text = clauses.join(", and ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const placeText = (sites: readonly string[]): string => (sites.length === 0 ? "" : ` at ${listText(sites)}`);

function failuresText({
  on,
  severities,
  sites,
}: Pick<DestinationView["told"][number], "on" | "severities" | "sites">): string {
  const which = severities.length === ALL_SEVERITIES ? "failures" : `${listText(severities)} failures`;
  return `when ${which}${placeText(sites)} ${on.map((each) => OCCASIONS[each] ?? each).join(" or ")}`;
}

const listText = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
