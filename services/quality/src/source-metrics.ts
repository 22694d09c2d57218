import type { FeatureWindow, Message, SensorQuality } from "@presage/contracts";
import type { Metrics } from "@presage/service";

/** A sensor's shortest latency is looked for in this time, milliseconds of event time. */
const PERIOD_MS = 10 * 60_000;

/** So many sensors are followed for their clocks; of more the clocks are not told. */
const MOST_SENSORS = 50_000;

interface Envelope {
  readonly source: string;
  since: number;
  least: number;
  /** Of the period before; of the first one while it goes on. */
  told: number;
}

/** Clocks are told no more often than this, milliseconds: there are many sensors to look at. */
const TELL_MS = 5_000;

/** Counts how the messages of each source come in, window by window. */
export function sourceMetrics(
  metrics: Metrics,
  now: () => number = Date.now,
): (messages: readonly Message<FeatureWindow>[]) => void {
  const envelopes = new Map<string, Envelope>();
  let nextTold = -Infinity;

  function follow(key: string, end: number, source: string, least: number): void {
    const known = envelopes.get(key);
    if (known === undefined) {
      if (envelopes.size < MOST_SENSORS) envelopes.set(key, { source, since: end, least, told: least });
      return;
    }
    known.least = Math.min(known.least, least);
    if (end - known.since < PERIOD_MS) {
      known.told = Math.min(known.told, known.least);
      return;
    }
    known.told = known.least;
    known.least = Infinity;
    known.since = end;
  }

  return (messages) => {
    for (const { key, value } of messages)
      for (const [sensor, { quality }] of Object.entries(value.sensors)) {
        const { source, latency } = quality;
        if (source === undefined) continue;
        count(metrics, source, quality);
        if (latency !== undefined) follow(`${key}/${sensor}`, value.end, source, latency.min);
      }
    if (now() < nextTold) return;
    nextTold = now() + TELL_MS;
    tellClocks(metrics, envelopes.values());
  };
}

function count(metrics: Metrics, source: string, quality: SensorQuality): void {
  const { qos, duplicates = 0, late = 0, sequence, latency } = quality;
  for (const [level, messages] of (qos ?? []).entries())
    if (messages > 0) metrics.sourceDeliveredMessages.inc({ source, qos: level }, messages);
  metrics.sourceDuplicateMessages.inc({ source }, duplicates);
  metrics.sourceLateMessages.inc({ source }, late);
  // Below 0 is the clock, not the way.
  if (latency !== undefined)
    metrics.sourceLatencySeconds.observe({ source }, Math.max(0, latency.median) / 1e3);
  if (sequence === undefined) return;
  metrics.sourceLostMessages.inc({ source }, sequence.lost);
  metrics.sourceRecoveredMessages.inc({ source }, sequence.recovered);
}

function tellClocks(metrics: Metrics, envelopes: Iterable<Envelope>): void {
  const bounds = new Map<string, [number, number]>();
  for (const { source, told } of envelopes) {
    const [least, greatest] = bounds.get(source) ?? [Infinity, -Infinity];
    bounds.set(source, [Math.min(least, told), Math.max(greatest, told)]);
  }
  for (const [source, [least, greatest]] of bounds) {
    metrics.sourceClockSkewSeconds.set({ source, of: "least" }, least / 1e3);
    metrics.sourceClockSkewSeconds.set({ source, of: "greatest" }, greatest / 1e3);
  }
}
