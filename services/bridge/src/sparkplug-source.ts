import { decodePresence, encodePresence, HostState, parseTopic, stateTopic } from "@presage/sparkplug";
import { type Arrival, type Intake, inTrace, reject } from "./intake.ts";
import { type SparkplugSettings, takeValues } from "./sparkplug-intake.ts";

/** A message that the host application publishes. */
export interface HostMessage {
  readonly topic: string;
  readonly payload: Uint8Array | string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** What some messages of edge nodes came to. */
export interface HostOutcome {
  readonly intakes: readonly Intake[];
  readonly ignored: number;
  /** Somebody says that this host is offline while it is not. */
  readonly contradicted: boolean;
}

/**
 * A host application of Sparkplug B as the bridge is one: what edge nodes say becomes samples and rejections. It knows the nodes'
 * births; when to connect and publish is up to its caller.
 */
export class SparkplugSource {
  readonly #settings: SparkplugSettings;
  readonly #state: HostState;
  readonly #topic: string;

  constructor(settings: SparkplugSettings) {
    this.#settings = settings;
    const { hostId, reorder, rebirth } = settings.sparkplug;
    this.#state = new HostState({ reorderMs: reorder, rebirthMs: rebirth });
    this.#topic = stateTopic(hostId);
  }

  get online(): number {
    return this.#state.nodes.filter((node) => node.online).length;
  }

  /** There is a new connection: births may have been missed. */
  reconnected(): void {
    this.#state.reconnected();
  }

  /** The host's birth or death certificate. @param timestamp epoch milliseconds */
  presence(online: boolean, timestamp: number): HostMessage {
    return { topic: this.#topic, payload: encodePresence({ online, timestamp }), qos: 1, retain: true };
  }

  /** Commands to nodes whose births were missed, as far as they are due. */
  rebirths(now: number): HostMessage[] {
    return this.#state.rebirths(now).map(({ topic, payload }) => ({ topic, payload, qos: 0, retain: false }));
  }

  take(arrivals: readonly Arrival[]): HostOutcome {
    const intakes: Intake[] = [];
    let ignored = 0;
    let contradicted = false;
    for (const arrival of arrivals) {
      if (arrival.topic === this.#topic) {
        contradicted ||= decodePresence(arrival.payload)?.online === false;
        continue;
      }
      const taken = this.#takeOne(arrival);
      intakes.push(...inTrace(taken.intakes, arrival));
      ignored += taken.ignored;
    }
    return { intakes, ignored, contradicted };
  }

  #takeOne(arrival: Arrival): { readonly intakes: readonly Intake[]; readonly ignored: number } {
    const { topic, payload, receivedAt } = arrival;
    const refuse = (...why: [Parameters<typeof reject>[1], string]) => ({
      intakes: [reject(arrival, ...why)],
      ignored: 0,
    });
    const parsed = parseTopic(topic);
    if (parsed === undefined) return refuse("topic-unknown", "The topic is none of Sparkplug B.");
    const { maxBytes } = this.#settings;
    if (payload.byteLength > maxBytes)
      return refuse(
        "payload-too-large",
        `The payload has ${payload.byteLength} bytes, more than ${maxBytes}.`,
      );
    const heard = this.#state.hear(parsed, payload, receivedAt);
    if (heard.kind === "malformed")
      return refuse("protobuf-malformed", "The payload is not one of Sparkplug B.");
    if (heard.kind !== "values" || parsed.verb === "STATE") return { intakes: [], ignored: 0 };
    return takeValues(arrival, parsed, heard, this.#settings);
  }
}
