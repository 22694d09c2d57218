import { type Failure, SEVERITIES } from "@presage/contracts";
import type { Metrics } from "@presage/service";
import type { PublisherObserver } from "./publisher.ts";

/**
 * Measures what the MES is told, and how long it took. What waited for this process to start is counted apart: its time would be
 * that of the pause.
 * @param startedAt epoch milliseconds
 */
export function publisherMetrics(
  metrics: Metrics,
  startedAt: number,
): Required<Pick<PublisherObserver, "polled" | "published" | "standing">> {
  /** Open failures by partition. */
  const open = new Map<number, readonly Failure[]>();
  for (const severity of SEVERITIES) {
    metrics.publisherOpenedFailures.inc({ severity }, 0);
    metrics.publisherOpenFailures.set({ severity }, 0);
  }

  return {
    polled(predictions) {
      const now = Date.now();
      for (const { value } of predictions)
        if (value.closedAt >= startedAt)
          metrics.windowToPredictionSeconds.observe((now - value.closedAt) / 1e3);
    },
    standing(partition, failures) {
      open.set(partition, failures);
      const all = [...open.values()].flat();
      for (const severity of SEVERITIES)
        metrics.publisherOpenFailures.set(
          { severity },
          all.filter((failure) => failure.severity === severity).length,
        );
    },
    published({ predictions, failures, groups }) {
      const now = Date.now();
      const told = (channel: string, receivedAt: number): void => {
        if (receivedAt < startedAt) metrics.publisherBacklogMessages.inc();
        else metrics.receivedToEventSeconds.observe({ channel }, (now - receivedAt) / 1e3);
      };
      for (const { value } of predictions) {
        if (value.closedAt >= startedAt) metrics.windowToEventSeconds.observe((now - value.closedAt) / 1e3);
        told("risk", value.receivedAt ?? value.closedAt);
      }
      for (const { value } of failures) {
        if (value.receivedAt !== undefined) told("predicted-failure", value.receivedAt);
        if (value.state === "opened") metrics.publisherOpenedFailures.inc({ severity: value.severity });
      }
      metrics.publisherPublishedFailures.inc(failures.length);
      metrics.publisherPublishedGroups.inc(groups.length);
      metrics.publisherGroupedFailures.inc(failures.filter(({ value }) => value.group !== undefined).length);
    },
  };
}
