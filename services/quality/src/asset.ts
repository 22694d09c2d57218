import type { FeatureWindow, QualityDay } from "@presage/contracts";
import type { Check } from "./check.ts";
import { addSilence, addUnmet, addWindow, DAY_MS, dayStart, report, type Totals } from "./day.ts";
import { judgeSilence, judgeWindow, silenceFrom, type Verdict } from "./verdict.ts";
import { closing, type News, type Watch, watch } from "./watch.ts";

/** What is remembered of an asset; times are epoch milliseconds of event time. */
export interface AssetQuality {
  /** End of its last window; of an asset that was never heard, when the waiting began. */
  readonly end: number;
  /** When that window closed, by the bridge's clock. */
  readonly heardAt: number;
  /** Until when its silence is in the days. */
  readonly accounted: number;
  /** By sensor, when its last message was. */
  readonly sensors: Readonly<Record<string, number>>;
  /** By sensor and check, `temp#pumps.gap`. */
  readonly watches: Readonly<Record<string, Watch>>;
  /** The day that is under way. */
  readonly day: { readonly start: number; readonly sensors: Readonly<Record<string, Totals>> };
  /** It was taken out of service: nothing is expected of it. */
  readonly idle?: boolean;
}

/** What is known of an asset's sensors. */
export interface AssetRules {
  readonly windowMs: number;
  /** Sensors of which messages are expected in an interval, milliseconds. */
  readonly every: ReadonlyMap<string, number>;
  readonly checksOf: (sensor: string) => readonly Check[];
}

/** What comes of a step. */
export interface Outcome {
  readonly state: AssetQuality;
  readonly news: readonly News[];
  readonly days: readonly QualityDay[];
}

/** A sensor that was silent for so long is there no more. */
const GONE_MS = 30 * DAY_MS;

/** What a silent asset has kept back may still come for so long after midnight. */
const REPORT_AFTER_MS = 10 * 60_000;

/** An asset of which something is known, or expected, from a time on. */
export const newAsset = (time: number, heardAt: number): AssetQuality => ({
  end: time,
  heardAt,
  accounted: time,
  sensors: {},
  watches: {},
  day: { start: dayStart(time), sensors: {} },
});

/** Takes an asset's next window. */
export function takeWindow(
  before: AssetQuality,
  key: string,
  window: FeatureWindow,
  rules: AssetRules,
): Outcome {
  const asset = new Asset(before, key, rules);
  asset.passTime(window.start);
  asset.take(window);
  return asset.outcome();
}

/** Lets the time pass; `now` is the bridge's clock. The same state if that changes nothing. */
export function takeHeartbeat(before: AssetQuality, key: string, now: number, rules: AssetRules): Outcome {
  const asset = new Asset(before, key, rules);
  asset.beat(now);
  return asset.outcome();
}

/**
 * Before this time by the bridge's clock a heartbeat changes nothing. A breach that is open, or will be if it lasts, is looked at with
 * each of them.
 */
export function dueAt(asset: AssetQuality, { windowMs, every, checksOf }: AssetRules): number {
  const { end, heardAt, sensors, watches, day, idle } = asset;
  const isWatched = Object.keys(watches).length > 0;
  if (isWatched || [...every.keys()].some((sensor) => sensors[sensor] === undefined)) return -Infinity;
  let time = day.start + DAY_MS + REPORT_AFTER_MS;
  if (idle !== true)
    for (const [sensor, lastAt] of Object.entries(sensors))
      for (const check of checksOf(sensor))
        time = Math.min(time, silenceFrom(check, end, lastAt, windowMs, every.get(sensor)));
  return time > end ? heardAt + (time - end) : -Infinity;
}

/** An asset while a step changes it. */
class Asset {
  readonly #key: string;
  readonly #rules: AssetRules;
  readonly #before: AssetQuality;
  #end: number;
  #heardAt: number;
  #accounted: number;
  #sensors: Record<string, number>;
  readonly #watches: Record<string, Watch>;
  #day: { start: number; sensors: Record<string, Totals> };
  readonly #news: News[] = [];
  readonly #days: QualityDay[] = [];
  #changed = false;

  constructor(before: AssetQuality, key: string, rules: AssetRules) {
    this.#before = before;
    this.#key = key;
    this.#rules = rules;
    ({ end: this.#end, heardAt: this.#heardAt, accounted: this.#accounted } = before);
    this.#sensors = { ...before.sensors };
    this.#watches = { ...before.watches };
    this.#day = { start: before.day.start, sensors: { ...before.day.sensors } };
    for (const sensor of rules.every.keys())
      if (this.#sensors[sensor] === undefined) {
        this.#sensors[sensor] = before.end;
        this.#changed = true;
      }
  }

  /** Silence up to a time: into the days that it touches, each closed at its end. */
  passTime(to: number): void {
    for (;;) {
      const dayEnd = this.#day.start + DAY_MS;
      const stop = Math.min(to, dayEnd);
      const from = Math.max(this.#end, this.#accounted);
      if (stop > from) this.#silence(from, stop);
      if (to < dayEnd) return;
      this.#closeDay();
      // After a long time nothing of it is left to report.
      if (Object.keys(this.#sensors).length === 0) this.#day.start = Math.max(dayEnd, dayStart(to));
    }
  }

  take(window: FeatureWindow): void {
    const { start, end, closedAt } = window;
    // Of a day that is closed nothing more is reported; breaches follow what comes in whenever it comes.
    const counts = start >= this.#day.start;
    for (const [sensor, { quality }] of Object.entries(window.sensors)) {
      this.#sensors[sensor] = quality.lastAt ?? end;
      if (counts) this.#day.sensors[sensor] = addWindow(this.#day.sensors[sensor], quality);
    }
    for (const [sensor, lastAt] of Object.entries(this.#sensors)) {
      const quality = window.sensors[sensor]?.quality;
      if (quality === undefined && counts)
        this.#day.sensors[sensor] = addSilence(this.#day.sensors[sensor], 1, end - lastAt);
      for (const check of this.#checksOf(sensor)) {
        const verdict =
          quality === undefined
            ? this.#judgeSilence(sensor, check, start, end)
            : judgeWindow(check, quality, window, this.#rules.every.get(sensor));
        if (verdict === undefined) continue;
        this.#judge(sensor, check, verdict, end);
        if (counts) this.#unmet(sensor, check, verdict, start, end);
      }
    }
    this.#end = Math.max(this.#end, end);
    this.#heardAt = Math.max(this.#heardAt, closedAt);
    this.#changed = true;
  }

  beat(now: number): void {
    const time = this.#end + Math.max(0, now - this.#heardAt);
    while (time >= this.#day.start + DAY_MS + REPORT_AFTER_MS) this.passTime(this.#day.start + DAY_MS);
    for (const sensor of Object.keys(this.#sensors))
      for (const check of this.#checksOf(sensor)) {
        const verdict = this.#judgeSilence(sensor, check, this.#end, time);
        if (verdict !== undefined) this.#judge(sensor, check, verdict, time, true);
      }
  }

  outcome(): Outcome {
    this.#forgetOrphans();
    const { idle } = this.#before;
    const state: AssetQuality = {
      end: this.#end,
      heardAt: this.#heardAt,
      accounted: this.#accounted,
      sensors: this.#sensors,
      watches: this.#watches,
      day: this.#day,
      ...(idle !== undefined && { idle }),
    };
    return { state: this.#changed ? state : this.#before, news: this.#news, days: this.#days };
  }

  #checksOf(sensor: string): readonly Check[] {
    return this.#before.idle === true ? [] : this.#rules.checksOf(sensor);
  }

  #judgeSilence(sensor: string, check: Check, start: number, end: number): Verdict | undefined {
    const { windowMs, every } = this.#rules;
    return judgeSilence(check, { start, end }, this.#sensors[sensor] ?? start, windowMs, every.get(sensor));
  }

  /** `quiet`: that the worst got a little worse is no reason to write the state of every silent asset at every heartbeat. */
  #judge(sensor: string, check: Check, verdict: Verdict, now: number, quiet = false): void {
    const id = `${sensor}#${check.id}`;
    const before = this.#watches[id];
    const [after, news] = watch(before, verdict, now, { key: this.#key, sensor, check });
    if (news !== undefined) this.#news.push(news);
    if (quiet && news === undefined && before?.badSince !== undefined) return;
    if (after === undefined) delete this.#watches[id];
    else this.#watches[id] = after;
    this.#changed = true;
  }

  #unmet(sensor: string, check: Check, { good, since }: Verdict, from: number, to: number): void {
    const ms = to - Math.max(from, since);
    if (good || ms <= 0) return;
    this.#day.sensors[sensor] = addUnmet(this.#day.sensors[sensor], check.id, ms);
  }

  /** Nothing came from `from` to `to`, which are of one day. */
  #silence(from: number, to: number): void {
    const windows = Math.round((to - from) / this.#rules.windowMs);
    for (const [sensor, lastAt] of Object.entries(this.#sensors)) {
      this.#day.sensors[sensor] = addSilence(this.#day.sensors[sensor], windows, to - lastAt);
      for (const check of this.#checksOf(sensor)) {
        const verdict = this.#judgeSilence(sensor, check, this.#end, to);
        if (verdict === undefined) continue;
        this.#judge(sensor, check, verdict, to);
        this.#unmet(sensor, check, verdict, from, to);
      }
    }
    this.#accounted = to;
    this.#changed = true;
  }

  #closeDay(): void {
    const { start, sensors } = this.#day;
    const end = start + DAY_MS;
    const { windowMs, every } = this.#rules;
    const reports = Object.entries(sensors).map(
      ([sensor, totals]) => [sensor, report(totals, windowMs, every.get(sensor))] as const,
    );
    if (reports.length > 0)
      this.#days.push({
        day: new Date(start).toISOString().slice(0, 10),
        start,
        end,
        sensors: Object.fromEntries(reports),
      });
    const there = Object.entries(this.#sensors).filter(
      ([sensor, lastAt]) => every.has(sensor) || end - lastAt < GONE_MS,
    );
    this.#sensors = Object.fromEntries(there);
    this.#day = { start: end, sensors: {} };
    this.#changed = true;
  }

  /** Closes breaches of requirements that are configured no more, and of sensors that are gone. */
  #forgetOrphans(): void {
    for (const [id, { told, worst, badSince }] of Object.entries(this.#watches)) {
      const [sensor = "", checkId = ""] = id.split("#");
      const isThere = this.#sensors[sensor] !== undefined;
      if (isThere && this.#checksOf(sensor).some((check) => check.id === checkId)) continue;
      delete this.#watches[id];
      this.#changed = true;
      if (told === undefined) continue;
      const now = Math.max(this.#end, told.at, badSince ?? 0);
      this.#news.push(closing(told, worst, now, now));
    }
  }
}
