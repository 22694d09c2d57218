import { hasCode, type TraceContext, traceId } from "@presage/contracts";
import type { ServiceContext } from "./run.ts";

/** What a host tells of one poll; the part that is measured. */
interface Committed {
  readonly polled: number;
  readonly seconds: number;
  readonly result: {
    readonly counts: { readonly windows: number; readonly late: number; readonly duplicates: number };
    readonly malformed: readonly {
      readonly entry: {
        readonly topic: string;
        readonly partition: number;
        readonly offset: number;
        readonly trace?: TraceContext;
      };
      readonly error: Error;
    }[];
  };
}

/** A step on traced messages. */
interface Traced {
  readonly key: string;
  readonly causes: readonly TraceContext[];
  readonly outputs: readonly { readonly topic: string }[];
}

/** Observes a stage's host: metrics for its work, health and log for its log, spans for what is traced. */
export function stageObserver(
  { metrics, health, log, tracing }: Pick<ServiceContext, "metrics" | "health" | "log" | "tracing">,
  stage: string,
) {
  const check = `${stage}.log`;
  let failing = false;
  return {
    ...(tracing && {
      begin: ({ key, causes, outputs }: Traced, beganAt: number) =>
        tracing.begin({
          name: stage,
          kind: "consumer",
          causes,
          beganAt,
          attributes: {
            "presage.asset": key,
            "presage.outputs": [...new Set(outputs.map(({ topic }) => topic))].join(", "),
          },
        }),
    }),
    claimed(): void {
      if (!failing) return;
      failing = false;
      health.set(check, { ok: true });
      log.info({ stage }, "the log is back");
    },
    committed({ polled, seconds, result }: Committed): void {
      metrics.stagePolledMessages.inc({ stage }, polled);
      metrics.stageClosedWindows.inc({ stage }, result.counts.windows);
      metrics.stageLateMessages.inc({ stage }, result.counts.late);
      metrics.stageDuplicateMessages.inc({ stage }, result.counts.duplicates);
      metrics.stageMalformedMessages.inc({ stage }, result.malformed.length);
      metrics.stageCommitSeconds.observe({ stage }, seconds);
      for (const { entry, error } of result.malformed) {
        const { topic, partition, offset, trace } = entry;
        log.error(
          { stage, topic, partition, offset, ...(trace && { traceId: traceId(trace) }), error },
          "passed over an entry that is no message of its topic",
        );
      }
    },
    failed(error: Error): void {
      // The log has answered: the partition is another member's now, and this one may be given none.
      if (hasCode(error, "BROKER_FENCED")) {
        log.warn({ stage, error }, "another member has taken over a partition");
        return;
      }
      failing = true;
      health.set(check, { ok: false, why: error.message });
      log.warn({ stage, error }, "the log is out of reach; the stage goes on when it is back");
    },
  };
}
