import type { FeatureWindow, SampleBlock } from "@presage/contracts";
import { groupBy, type Evidence, type Logged, placeOf, type Violation } from "../evidence.ts";

/** float32 in, float64 sums: what is left of a mean's error. */
const MEAN_ERROR = 1e-3;

const windowName = (key: string, start: number): string => `${key}@${start}`;

/** Each window is in the log once, in order, and so is its prediction. */
export function checkOnce({ log }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const seen = { features: new Map<string, string>(), predictions: new Map<string, string>() };
  for (const topic of ["features", "predictions"] as const) {
    const last = new Map<string, number>();
    for (const entry of log[topic]) {
      const { start } = entry.value;
      const name = windowName(entry.key, start);
      const before = seen[topic].get(name);
      if (before !== undefined)
        violations.push({
          rule: `window twice in ${topic}`,
          what: name,
          seen: `${before} and ${placeOf(topic, entry)}`,
        });
      else if (start < (last.get(entry.key) ?? -Infinity))
        violations.push({ rule: `window out of order in ${topic}`, what: name, seen: placeOf(topic, entry) });
      seen[topic].set(name, placeOf(topic, entry));
      last.set(entry.key, start);
    }
  }
  for (const [name, place] of seen.features)
    if (!seen.predictions.has(name))
      violations.push({ rule: "window without prediction", what: name, seen: place });
  for (const [name, place] of seen.predictions)
    if (!seen.features.has(name))
      violations.push({ rule: "prediction without window", what: name, seen: place });
  return violations;
}

/** The blocks that a window must have used: each identity once, of those between its first and its last. */
function usedBy(window: FeatureWindow, entries: readonly Logged<SampleBlock>[]): Logged<SampleBlock>[] {
  const [first, last] = window.blocks ?? [Infinity, -Infinity];
  const used = new Map<string, Logged<SampleBlock>>();
  for (const entry of entries) {
    const isWithin = entry.offset >= first && entry.offset <= last;
    const identity = `${entry.value.sensor}@${entry.value.deviceTime ?? entry.time}`;
    if (isWithin && entry.time >= window.start && entry.time < window.end && !used.has(identity))
      used.set(identity, entry);
  }
  return [...used.values()];
}

/**
 * Every block in the log is in the count of one window, or was reported late or repeated: by sensor, what windows say they used is what
 * is between their first and last block, with its mean, and what is left is what they say came late or again. By asset too. One exception: a
 * block that comes again with another time, for the bridge's own took the place of the device's, is used though it was used or late before; its
 * number tells, and the sensor's report names it repeated besides.
 */
export function checkAccounts({ log }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const windowsOf = groupBy(log.features, ({ key }) => key);
  for (const [asset, entries] of groupBy(log.samples, ({ key }) => key)) {
    const windows = windowsOf.get(asset) ?? [];
    const size = windows[0] === undefined ? 1 : windows[0].value.end - windows[0].value.start;
    const byStart = groupBy(entries, ({ time }) => String(Math.floor(time / size) * size));
    const left = new Map<string, number>();
    const add = (sensor: string, n: number): void => void left.set(sensor, (left.get(sensor) ?? 0) + n);
    for (const { value } of entries) add(value.sensor, 1);
    let unused = entries.length;
    const usedEntries: Logged<SampleBlock>[] = [];
    for (const window of windows) {
      const { value } = window;
      const used = groupBy(
        usedBy(value, byStart.get(String(value.start)) ?? []),
        (entry) => entry.value.sensor,
      );
      const sensors = new Set([...used.keys(), ...Object.keys(value.sensors)]);
      for (const sensor of sensors) {
        const blocks = used.get(sensor) ?? [];
        usedEntries.push(...blocks);
        const reported = value.sensors[sensor];
        const { blocks: count = 0, late = 0, duplicates = 0 } = reported?.quality ?? {};
        const what = `${windowName(asset, value.start)} ${sensor}`;
        if (count !== blocks.length)
          violations.push({
            rule: "window counts other blocks than are in it",
            what,
            seen: `${count} counted, ${blocks.length} in samples between its first and last; ${placeOf("features", window)}`,
          });
        else if (reported?.quantity === "temperature")
          checkMean(reported.features["mean"], blocks, what, violations);
        add(sensor, -count - late - duplicates);
        unused -= count;
      }
      unused -= value.quality.late + value.quality.duplicates;
    }
    const through = windows.at(-1)?.value.end ?? "never";
    const again = namedAgain(entries, usedEntries);
    for (const [sensor, n] of left)
      if (n > 0 || n < -(again.get(sensor) ?? 0))
        violations.push(unaccounted(`${asset}/${sensor}`, n, through));
    if (unused !== 0) violations.push(unaccounted(asset, unused, through));
  }
  return violations;
}

/** By sensor, how many used blocks its reports may name repeated as well: of a number that came with several times, all but one. */
function namedAgain(
  entries: readonly Logged<SampleBlock>[],
  used: readonly Logged<SampleBlock>[],
): ReadonlyMap<string, number> {
  const numberOf = ({ value }: Logged<SampleBlock>): string => `${value.sensor}#${value.seq ?? "?"}`;
  const all = groupBy(entries, numberOf);
  const again = new Map<string, number>();
  for (const [number, blocks] of groupBy(used, numberOf)) {
    const sensor = blocks[0]?.value.sensor ?? "";
    const others = new Set(all.get(number)?.map(({ time }) => time)).size - 1;
    again.set(sensor, (again.get(sensor) ?? 0) + Math.min(blocks.length, others));
  }
  return again;
}

const unaccounted = (what: string, n: number, through: number | string): Violation => ({
  rule: n > 0 ? "blocks in no window and not reported" : "blocks reported more than once",
  what,
  seen: `${Math.abs(n)} of samples; windows through ${through}`,
});

function checkMean(
  mean: number | undefined,
  blocks: readonly Logged<SampleBlock>[],
  what: string,
  violations: Violation[],
): void {
  const values = blocks.flatMap(({ value }) => [...value.values]);
  const own = values.reduce((sum, x) => sum + x, 0) / values.length;
  if (mean === undefined || Math.abs(mean - own) > MEAN_ERROR)
    violations.push({
      rule: "window has other values than its blocks",
      what,
      seen: `mean ${mean}, not ${own}`,
    });
}
