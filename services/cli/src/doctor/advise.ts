import type { Level } from "./finding.ts";
import type { SourceFacts } from "./source-facts.ts";

/** What a source is asked to do; times in milliseconds. */
export interface SourceSettings {
  readonly qos: 0 | 1 | 2;
  /** It speaks Sparkplug B, which fixes the quality of service. */
  readonly sparkplug?: boolean;
  readonly graceMs: number;
  readonly maxClockSkewMs: number;
}

/** What is to be said of a source, and which quality of service it should have. */
export interface Advice {
  /** Undefined if it cannot be told. */
  readonly qos?: 0 | 1 | 2;
  readonly level: Level;
  readonly says: string;
  readonly advice?: string;
}

/** Losing more than one message in a thousand leaves holes that windows, and models, notice. */
const LOSS = 0.001;

/**
 * So many messages without a loss say with 95 % confidence that less than one in a thousand is lost: the rule of three, 3/n (J. A. Hanley
 * and A. Lippman-Hand, JAMA 249, 1983).
 */
const ENOUGH = 3 / LOSS;

/** More repeats than this come from acknowledgements that are slow or get lost. */
const REPEATS = 0.01;

/** A time before the bridge's by more than this is a clock, not chance. */
const SKEW_MS = 1_000;

/** Judges a source: first the quality of service, then whatever else its messages tell. */
export function advise(facts: SourceFacts, settings: SourceSettings): readonly Advice[] {
  return [adviseQos(facts, settings), ...adviseRest(facts, settings)];
}

const HOW_TO_NUMBER =
  'let the devices send "seq", a whole number that counts up by one with every message of a topic (docs/data-quality.md)';

const QUEUE =
  "look at what the device drops before it sends, whether it keeps its session (clean session off, a fixed client id), and how long the broker's queue for the bridge may get: " +
  "Mosquitto max_queued_messages and max_inflight_messages, EMQX mqtt.max_mqueue_len, HiveMQ the queue size of a client, and the session expiry of each";

function adviseQos(facts: SourceFacts, { qos: asked, sparkplug = false }: SourceSettings): Advice {
  const { messages, numbered, lost, timed } = facts;
  if (messages === 0) return { level: "unknown", says: "no message came" };
  if (sparkplug)
    return {
      qos: 0,
      level: "good",
      says: "Sparkplug B publishes data at QoS 0; what is lost it tells by its own sequence, and births come again",
    };
  const came = mostOf(facts.qos);
  const share = lost / Math.max(1, numbered + lost);
  if (numbered === 0) {
    const risk = came === 0 ? " At QoS 0 each break of a connection loses what is under way." : "";
    return {
      level: "unknown",
      says: `whether messages are lost cannot be told, as they have no numbers.${risk}`,
      advice: HOW_TO_NUMBER,
    };
  }
  const losing = `${lost} of ${numbered + lost} numbered messages are lost (${percent(share)}${mostlyOf(facts.mostLost)})`;
  if (share > LOSS && asked === 0)
    return {
      qos: 1,
      level: "wrong",
      says: `${losing} at QoS 0`,
      advice: `set qos: 1 for this source, and let the devices publish at QoS 1: each message is then kept until it is acknowledged`,
    };
  if (share > LOSS && came === 0)
    return {
      qos: 1,
      level: "wrong",
      says: `${losing}: the source asks for QoS ${asked}, but the devices publish at QoS 0, and the lower of both counts`,
      advice: "let the devices publish at QoS 1",
    };
  if (share > LOSS)
    return {
      qos: asked === 2 ? 1 : asked,
      level: "wrong",
      says: `${losing} at QoS ${came}: it is not the quality of service of the subscription`,
      advice: QUEUE,
    };
  const few = lost === 0 ? "none" : `${lost}`;
  const kept = `of ${numbered} numbered messages ${few} ${lost === 1 ? "is" : "are"} lost`;
  if (numbered < ENOUGH)
    return { level: "unknown", says: `${kept}; too few to tell, ask again after ${ENOUGH}` };
  if (asked === 2 && timed < messages)
    return {
      qos: 2,
      level: "good",
      says: `${kept}; QoS 2 is right, since messages without a time of their own are not recognised when they come again`,
      advice: 'with "t" in every message QoS 1 would do, at half the packets',
    };
  if (asked === 2)
    return {
      qos: 1,
      level: "doubt",
      says: `${kept}; QoS 1 would do as well`,
      advice:
        "set qos: 1: a message that comes twice has the same sensor and time and is removed, so QoS 2 gains nothing and costs four packets for each message instead of two",
    };
  if (asked === 1 && came === 0)
    return {
      qos: 1,
      level: "doubt",
      says: `${kept}, though the devices publish at QoS 0`,
      advice:
        "the connection is good; if what is under way when it breaks must not be lost either, let the devices publish at QoS 1",
    };
  if (asked === 0)
    return {
      qos: 0,
      level: "good",
      says: `${kept}; QoS 0 is enough on this connection, as long as it does not break`,
    };
  return { qos: 1, level: "good", says: `${kept}; QoS 1 is right` };
}

function* adviseRest(facts: SourceFacts, settings: SourceSettings): Iterable<Advice> {
  const { messages, duplicates, late, latency, clocks, timed } = facts;
  if (messages === 0) return;
  const repeats = duplicates / (messages + duplicates);
  if (repeats > REPEATS)
    yield {
      level: "doubt",
      says: `${percent(repeats)} of the messages come again; they are removed, but cost work`,
      advice:
        "acknowledgements come too late or get lost: look for connections that break, a log that is slow (presage_stage_commit_seconds), or devices that send again too soon",
    };
  const behind = late / (messages + late);
  if (behind > LOSS)
    yield {
      level: "wrong",
      says: `${percent(behind)} of the messages come after their window has closed and are not used${mostlyOf(facts.mostLate)}`,
      advice: `raise windows.grace (${settings.graceMs} ms)${latency === undefined ? "" : `; 99 of 100 windows would have needed ${latency.p99} ms or less`}, or send without holding back`,
    };
  if (timed === 0)
    yield {
      level: "unknown",
      says: "latency and clocks cannot be told, as messages have no time of their own",
      advice: 'let the devices send "t", epoch milliseconds',
    };
  if (clocks === undefined) return;
  if (clocks.least.ms < -SKEW_MS)
    yield {
      level: clocks.least.ms < -settings.maxClockSkewMs ? "wrong" : "doubt",
      says:
        clocks.greatest.ms < -SKEW_MS
          ? `the clocks of all sensors are ahead, by ${-clocks.greatest.ms} ms and more: rather this machine's clock is behind`
          : `the clock of ${clocks.least.sensor} is ahead by ${-clocks.least.ms} ms at least`,
      advice: "set the clocks by NTP or PTP",
    };
  if (clocks.greatest.ms > settings.maxClockSkewMs)
    yield {
      level: "wrong",
      says: `the shortest way of a message of ${clocks.greatest.sensor} took ${clocks.greatest.ms} ms, more than maxClockSkew: its clock is behind, or it holds back what it sends; its times are replaced`,
      advice: "set its clock, or raise maxClockSkew of the source if it sends what it stored",
    };
}

/** The quality of service that most messages came with. */
const mostOf = (qos: readonly [number, number, number]): 0 | 1 | 2 =>
  ([2, 1, 0] as const).reduce((most, level) => (qos[level] > qos[most] ? level : most), 1);

const mostlyOf = (most: SourceFacts["mostLost"]): string =>
  most === undefined ? "" : `, ${most.messages} of them of ${most.sensor}`;

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
