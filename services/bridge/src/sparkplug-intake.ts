import { assetKey, assetPath, isName, type RejectionCode, type SampleBlock } from "@presage/contracts";
import type { Config } from "@presage/service";
import { type Heard, type NodeId, type ResolvedMetric } from "@presage/sparkplug";
import type { Admit } from "./census.ts";
import { type Arrival, type Intake, reject } from "./intake.ts";
import { samplesOf, sensorName } from "./sparkplug-values.ts";

/** What the settings say of the messages of edge nodes. */
export interface SparkplugSettings {
  readonly sparkplug: Config["sources"][number]["sparkplug"];
  /** What the source is called in metrics and reports. */
  readonly name?: string;
  /** Counts assets and sensors; without it there may be any number. */
  readonly admit?: Admit;
  readonly maxBytes: number;
  readonly maxSamples: number;
  /** Milliseconds, as in `Source`. */
  readonly maxClockSkew: number;
  readonly maxClockError: number;
}

/** What a message of an edge node holds for the log. */
export interface SparkplugIntake {
  readonly intakes: readonly Intake[];
  /** Values that are no number, or that nobody asked for. */
  readonly ignored: number;
}

type Values = Extract<Heard, { readonly kind: "values" }>;

const CONTROL = /^(bdSeq$|Node Control\/|Device Control\/)/;

const WHY: Readonly<Record<Values["unresolved"][number]["why"], readonly [RejectionCode, string]>> = {
  unborn: ["node-unborn", "no birth was seen that says what it is"],
  "alias-unknown": ["alias-unknown", "the birth has no such alias"],
  "value-torn": ["shape-invalid", "the value is not of its type"],
};

/** Reasons for which parts of one message are refused: one rejection each, with the first few of them. */
class Refusals {
  readonly #reasons = new Map<RejectionCode, string[]>();

  add(code: RejectionCode, why: string): void {
    this.#reasons.set(code, [...(this.#reasons.get(code) ?? []), why]);
  }

  intakes(arrival: Arrival): Intake[] {
    return [...this.#reasons].map(([code, whys]) => {
      const more = whys.length > 3 ? `; and ${whys.length - 3} more` : "";
      return reject(arrival, code, `${whys.slice(0, 3).join("; ").slice(0, 500)}${more}.`);
    });
  }
}

/** The blocks of samples in a birth or data, oldest first, and rejections that say what cannot be used and why. */
export function takeValues(
  arrival: Arrival,
  node: NodeId,
  heard: Values,
  settings: SparkplugSettings,
): SparkplugIntake {
  const { receivedAt, qos } = arrival;
  const origin = { source: settings.name ?? "sparkplug", ...(qos !== undefined && { qos }) };
  const key = keyOf(settings.sparkplug.asset, node, heard.device);
  const refusals = new Refusals();
  const samples: Extract<Intake, { kind: "samples" }>[] = [];
  let ignored = 0;
  for (const { label, why } of heard.unresolved) {
    const [code, reason] = WHY[why];
    refusals.add(code, `${label}: ${reason}`);
  }
  for (const metric of heard.resolved) {
    if (CONTROL.test(metric.name)) continue;
    const taking = takingOf(metric.name, settings);
    const taken = taking === undefined ? [] : samplesOf(metric, taking);
    if (taken.length === 0) ignored++;
    const { time, ...clock } = timeOf(metric, heard, receivedAt, settings);
    for (const each of taken) {
      if ("code" in each) refusals.add(each.code, each.why);
      else if (key === undefined || !isName(each.sensor))
        refusals.add(
          "name-invalid",
          `${each.sensor} of ${arrival.topic} makes no names of an asset and a sensor`,
        );
      else if (time === undefined)
        refusals.add("time-implausible", `${metric.name}: its time is too far from now`);
      else {
        const tooMany = settings.admit?.(key, each.sensor);
        if (tooMany !== undefined) refusals.add(tooMany.code, tooMany.reason.replace(/\.$/, ""));
        else
          samples.push({
            kind: "samples",
            message: { key, time, value: { ...each, received: receivedAt, ...clock, ...origin } },
          });
      }
    }
  }
  const sorted = samples.toSorted((a, b) => a.message.time - b.message.time);
  return { intakes: [...sorted, ...refusals.intakes(arrival)], ignored };
}

/** The asset's id, or undefined if a level of it may not be a name. */
function keyOf(template: string, { group, node }: NodeId, device = node): string | undefined {
  const levels = template
    .split("/")
    .map((level) =>
      level.replaceAll("{group}", group).replaceAll("{edge}", node).replaceAll("{device}", device),
    );
  return levels.every(isName) ? assetKey(assetPath(levels.join("/"))) : undefined;
}

/** How a metric is to be taken, or undefined if it is not. */
function takingOf(name: string, { sparkplug, maxSamples }: SparkplugSettings) {
  const { metrics, rate, unit } = sparkplug;
  const chosen = metrics.find((each) => fits(each.name, name));
  if (metrics.length > 0 && chosen === undefined) return undefined;
  const own = { rate: chosen?.rate ?? rate, unit: chosen?.unit ?? unit };
  return {
    sensor: chosen?.sensor ?? sensorName(name),
    ...(own.rate !== undefined && { rate: own.rate }),
    ...(own.unit !== undefined && { unit: own.unit }),
    maxSamples,
  };
}

/** Whether a name fits a pattern in which `*` stands for anything. */
function fits(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return name === pattern;
  const last = rest.pop() ?? "";
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.startsWith(first) && name.endsWith(last) && at <= name.length - last.length;
}

type Timed = Pick<SampleBlock, "clockSkewed" | "deviceTime"> & { readonly time: number | undefined };

/**
 * The event time of a metric, undefined if it cannot be true. Stored values keep their own time, however long ago: that is what
 * they were stored for. So does a block in a birth, which is of the time when it was measured. A single value in a
 * birth still holds when the birth was published, even if it last changed long before. Of neither the device's clock is known.
 */
function timeOf(
  { timestamp, historical, value }: ResolvedMetric,
  { born, timestamp: published = NaN }: Values,
  receivedAt: number,
  { maxClockSkew, maxClockError }: SparkplugSettings,
): Timed {
  const said = timestamp ?? receivedAt;
  const isNear = (time: number): boolean => Math.abs(time - receivedAt) <= maxClockSkew;
  const isPast = historical || (born && typeof value === "object");
  const clock = timestamp === undefined || isPast ? {} : { deviceTime: timestamp };
  if (isNear(said)) return { time: Math.floor(said), clockSkewed: false, ...clock };
  if (born && !isPast && isNear(published)) return { time: Math.floor(published), clockSkewed: false };
  if (!(Math.abs(said - receivedAt) <= maxClockError)) return { time: undefined, clockSkewed: false };
  return isPast && said < receivedAt
    ? { time: Math.floor(said), clockSkewed: false }
    : { time: receivedAt, clockSkewed: true, ...clock };
}
