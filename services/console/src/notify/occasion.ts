import { failures, type Failure } from "@presage/contracts";
import type { ConsoleSettings } from "@presage/service";

/** What people are told of: a predicted failure opened, or became more severe. */
export interface Occasion {
  readonly kind: "opened" | "escalated";
  readonly failure: Failure;
  /** site/area/line/asset */
  readonly asset: string;
}

/** Who is told, and of what. */
export type Destination = ConsoleSettings["notify"][number];

/** The failure's revision as a message of its topic. */
export const messageOf = ({ failure, asset }: Occasion) => ({
  key: asset,
  time: failure.updatedAt,
  value: failure,
});

/** The same for the same revision, however often it is read: that of its event for the MES. */
export const eventId = (occasion: Occasion): string => failures.id(messageOf(occasion));

/** The URL or e-mail address. */
export const addressOf = ({ url, email }: Destination): string => url ?? email ?? "";

/** Whether a destination is to be told. */
export const wants = ({ on, severities, sites }: Destination, { kind, failure, asset }: Occasion): boolean =>
  on.includes(kind) &&
  severities.includes(failure.severity) &&
  (sites.length === 0 || sites.includes(asset.split("/", 1)[0] ?? ""));
