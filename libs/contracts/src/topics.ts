import { alarms } from "./alarms.ts";
import { breaches } from "./breaches.ts";
import { failures } from "./failures.ts";
import { feedback } from "./feedback.ts";
import { features } from "./features.ts";
import { groups } from "./groups.ts";
import { predictions } from "./predictions.ts";
import { qualityDays } from "./quality-days.ts";
import { rejected } from "./rejected.ts";
import { samples } from "./samples.ts";

/** How long a topic keeps what it holds. */
export interface Retention {
  readonly days: number;
  /** Keep the latest value of each key for good, besides. */
  readonly compact: boolean;
}

/** The table of topics. Names in the log get a prefix (`presage.` by default). */
export const TOPICS = [
  { contract: samples, key: "asset", retention: { days: 3, compact: false } },
  { contract: features, key: "asset", retention: { days: 30, compact: false } },
  { contract: predictions, key: "asset", retention: { days: 30, compact: false } },
  { contract: alarms, key: "line", retention: { days: 30, compact: false } },
  { contract: failures, key: "asset", retention: { days: 365, compact: false } },
  { contract: feedback, key: "asset", retention: { days: 365, compact: false } },
  { contract: groups, key: "line", retention: { days: 365, compact: false } },
  { contract: breaches, key: "asset", retention: { days: 365, compact: false } },
  { contract: qualityDays, key: "asset", retention: { days: 365, compact: false } },
  { contract: rejected, key: "source topic", retention: { days: 3, compact: false } },
] as const;

const STATE: Retention = { days: 365, compact: true };

/** Name of the compacted topic that keeps a service's states. */
export const stateTopic = (service: string): string => `${service}.state`;

/** How long a topic is kept, state topics included. */
export function retentionOf(topic: string): Retention {
  return TOPICS.find((t) => t.contract.topic === topic)?.retention ?? STATE;
}
