import type { OpenBreach } from "@presage/contracts";
import type { Check } from "./check.ts";
import type { Verdict } from "./verdict.ts";

/** What is remembered of a limit that is broken, or was not long ago; times are epoch milliseconds of event time. */
export interface Watch {
  /** Since when it is broken without a break; missing while it is kept. */
  readonly badSince?: number;
  /** Since when it is kept without a break, while the breach is open. */
  readonly goodSince?: number;
  /** The worst value since it is broken. */
  readonly worst: number;
  readonly told?: Told;
}

/** A breach that is open, as it was told last. */
interface Told {
  readonly breach: OpenBreach;
  readonly revision: number;
  readonly at: number;
}

/** News of a breach. */
export interface News extends Told {
  readonly state: "opened" | "updated" | "closed";
  readonly until?: number;
}

interface Subject {
  readonly key: string;
  readonly sensor: string;
  readonly check: Check;
}

type Watched = readonly [Watch | undefined, News | undefined];

/**
 * A breach that gets worse is told of again after this long, milliseconds, and after as long as it had lasted: a sensor that
 * stays silent is told of now and then, ever more seldom.
 */
const UPDATE_MS = 15 * 60_000;

/** What a verdict, of a stretch of time that ends at `now`, makes of a watch. */
export const watch = (before: Watch | undefined, verdict: Verdict, now: number, subject: Subject): Watched =>
  verdict.good ? kept(before, verdict, now, subject.check) : broken(before, verdict, now, subject);

function kept(before: Watch | undefined, { since }: Verdict, now: number, { clearMs }: Check): Watched {
  if (before?.told === undefined) return [undefined, undefined];
  const { told, worst } = before;
  const goodSince = before.goodSince ?? Math.max(since, told.breach.since);
  return now - goodSince >= clearMs
    ? [undefined, closing(told, worst, goodSince, now)]
    : [{ worst, goodSince, told }, undefined];
}

/** The last revision of a breach. */
export const closing = ({ breach, revision }: Told, worst: number, until: number, now: number): News => ({
  breach: { ...breach, worst },
  revision: revision + 1,
  at: now,
  state: "closed",
  until,
});

function broken(
  before: Watch | undefined,
  { value, since }: Verdict,
  now: number,
  { key, sensor, check }: Subject,
): Watched {
  const badSince = before?.badSince ?? since;
  const worst = before === undefined ? value : worse(check, before.worst, value);
  const told = before?.told;
  if (told === undefined) {
    if (now - badSince < check.forMs) return [{ badSince, worst }, undefined];
    const { requirement, kind, limit, owner } = check;
    const breach: OpenBreach = {
      id: `${key}/${sensor}/${check.id}@${badSince}`,
      sensor,
      requirement,
      kind,
      ...(owner !== undefined && { owner }),
      limit,
      worst,
      since: badSince,
    };
    const opened = { breach, revision: 1, at: now };
    return [
      { badSince, worst, told: opened },
      { ...opened, state: "opened" },
    ];
  }
  const { breach, revision, at } = told;
  if (worst === breach.worst || now - at < Math.max(UPDATE_MS, at - breach.since))
    return [{ badSince, worst, told }, undefined];
  const updated = { breach: { ...breach, worst }, revision: revision + 1, at: now };
  return [
    { badSince, worst, told: updated },
    { ...updated, state: "updated" },
  ];
}

/** The value that is further from the limit. */
function worse({ kind, limit }: Check, a: number, b: number): number {
  if (kind === "coverage") return Math.min(a, b);
  if (typeof limit === "number") return Math.max(a, b);
  const [low, high] = limit;
  const distance = (value: number): number => Math.max(low - value, value - high);
  return distance(b) > distance(a) ? b : a;
}
