import {
  alarms,
  breaches,
  failures,
  features,
  feedback,
  groups,
  hasCode,
  predictions,
  samples,
} from "@presage/contracts";
import type { ServiceContext } from "@presage/service";
import type { Broker, Group } from "@presage/stream";

/** The consumer groups by service; the console's is its own. */
export const GROUPS = {
  features: { name: "features", topics: [samples.topic] },
  scorer: { name: "scorer", topics: [features.topic, feedback.topic] },
  grouper: { name: "grouper", topics: [alarms.topic] },
  quality: { name: "quality", topics: [features.topic, feedback.topic] },
  publisher: {
    name: "publisher",
    topics: [predictions.topic, failures.topic, groups.topic, feedback.topic, breaches.topic],
  },
} as const satisfies Record<string, Group>;

const EVERY_MS = 5_000;

/** Keeps the lag metrics of some groups up to date; returns what stops it. */
export function watchLag(
  { metrics, log }: ServiceContext,
  broker: Broker,
  watched: readonly Group[],
): () => void {
  const look = async (): Promise<void> => {
    for (const group of watched)
      for (const [topic, lag] of await broker.lag(group))
        metrics.stageLagMessages.set({ stage: group.name, topic }, lag);
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => {
      if (!hasCode(error, "BROKER_UNAVAILABLE", "BROKER_FULL")) log.warn({ error }, "cannot tell the lag");
    });
  }, EVERY_MS);
  return () => clearInterval(timer);
}
