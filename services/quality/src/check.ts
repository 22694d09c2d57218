import type { RequirementKind } from "@presage/contracts";

/** One limit on the data of a sensor. */
export interface Check {
  /** The requirement's name and the kind: `pumps.gap`. */
  readonly id: string;
  readonly requirement: string;
  readonly kind: RequirementKind;
  readonly limit: number | [least: number, greatest: number];
  readonly owner?: string;
  /** How long it must be broken to be told, and kept to be over; milliseconds. */
  readonly forMs: number;
  readonly clearMs: number;
}

/** What the data of some sensors must keep; times in milliseconds. */
export interface Requirement {
  readonly name: string;
  readonly class?: string;
  readonly sensors: readonly string[];
  readonly coverage?: number;
  readonly maximumGap?: number;
  readonly latency?: number;
  readonly range?: readonly [number, number];
  readonly stuckTime?: number;
  readonly owner?: string;
  readonly for: number;
  readonly clear: number;
}

/** Finds what a sensor of an asset of some class must keep; found once for each. */
export function checkFinder(
  requirements: readonly Requirement[],
): (assetClass: string, sensor: string) => readonly Check[] {
  const compiled = requirements.map((requirement) => ({
    requirement,
    fits: requirement.sensors.map(globOf),
    checks: checksOf(requirement),
  }));
  const found = new Map<string, readonly Check[]>();
  return (assetClass, sensor) => {
    const key = `${assetClass}/${sensor}`;
    let checks = found.get(key);
    if (checks === undefined) {
      checks = compiled
        .filter(({ requirement }) => (requirement.class ?? assetClass) === assetClass)
        .filter(({ fits }) => fits.some((glob) => glob.test(sensor)))
        .flatMap((each) => each.checks);
      found.set(key, checks);
    }
    return checks;
  };
}

const globOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replaceAll(/[.]/g, "\\."))
      .join(".*")}$`,
    "u",
  );

function checksOf(requirement: Requirement): Check[] {
  const { name, coverage, maximumGap, latency, range, stuckTime, owner, for: forMs, clear } = requirement;
  const limits: readonly (readonly [RequirementKind, Check["limit"] | undefined])[] = [
    ["coverage", coverage],
    ["gap", maximumGap],
    ["latency", latency],
    ["range", range && [...range]],
    ["stuck", stuckTime],
  ];
  return limits.flatMap(([kind, limit]) =>
    limit === undefined
      ? []
      : [
          {
            id: `${name}.${kind}`,
            requirement: name,
            kind,
            limit,
            ...(owner !== undefined && { owner }),
            forMs,
            clearMs: clear,
          },
        ],
  );
}
