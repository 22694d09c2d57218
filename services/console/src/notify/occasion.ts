import {
  type Breach,
  breaches,
  type CloudEvent,
  failures,
  type Failure,
  toCloudEvent,
} from "@presage/contracts";
import type { ConsoleSettings } from "@presage/service";

/** A predicted failure opened, or became more severe. */
export interface FailureOccasion {
  readonly kind: "opened" | "escalated";
  readonly failure: Failure;
  /** site/area/line/asset */
  readonly asset: string;
}

/** A data-quality requirement is not met, or is met again. */
export interface BreachOccasion {
  readonly kind: "data-quality";
  readonly breach: Breach;
  readonly asset: string;
}

/** What people are told of. */
export type Occasion = FailureOccasion | BreachOccasion;

/** Who is told, and of what. */
export type Destination = ConsoleSettings["notify"][number];

/** The event that the MES gets of the same revision. */
export function eventOf(occasion: Occasion): CloudEvent<unknown> {
  const { asset: key } = occasion;
  if (occasion.kind === "data-quality")
    return toCloudEvent(breaches, { key, time: occasion.breach.updatedAt, value: occasion.breach });
  return toCloudEvent(failures, { key, time: occasion.failure.updatedAt, value: occasion.failure });
}

/** When it came about, epoch milliseconds. */
export const timeOf = (occasion: Occasion): number =>
  occasion.kind === "data-quality" ? occasion.breach.updatedAt : occasion.failure.updatedAt;

/** The URL or e-mail address. */
export const addressOf = ({ url, email }: Destination): string => url ?? email ?? "";

/** Whether a destination is to be told. */
export function wants({ on, severities, sites, owners }: Destination, occasion: Occasion): boolean {
  const { kind, asset } = occasion;
  if (!on.includes(kind) || !(sites.length === 0 || sites.includes(asset.split("/", 1)[0] ?? "")))
    return false;
  return occasion.kind === "data-quality"
    ? owners.length === 0 || owners.includes(occasion.breach.owner ?? "")
    : severities.includes(occasion.failure.severity);
}
