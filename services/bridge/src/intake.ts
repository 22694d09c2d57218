import {
  assetKey,
  type Feedback,
  isName,
  type Message,
  type Rejection,
  type RejectionCode,
  type SampleBlock,
} from "@presage/contracts";
import { decodeFeedback } from "./feedback-decoder.ts";
import { decodeJson } from "./json-decoder.ts";

/** A stream of messages: which topics, and what may come on them. */
export interface Source {
  /** Blocks and values of sensors, or what people and the MES say of an asset. */
  readonly carries: "samples" | "feedback";
  /** What it is called in metrics and reports. */
  readonly name?: string;
  /** Names of the topic's levels, or undefined if the topic is not this source's. */
  readonly match: (topic: string) => Readonly<Record<string, string>> | undefined;
  readonly maxBytes: number;
  readonly maxSamples: number;
  /** Event times further from the bridge's clock are replaced by it, milliseconds. */
  readonly maxClockSkew: number;
  /** Event times further from the bridge's clock are refused, milliseconds. */
  readonly maxClockError: number;
}

/** A message as the MQTT broker delivered it. */
export interface Arrival {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The quality of service it came with. */
  readonly qos?: 0 | 1 | 2;
  /** Bridge's clock, epoch milliseconds. */
  readonly receivedAt: number;
}

export type Intake =
  | { readonly kind: "samples"; readonly message: Message<SampleBlock> }
  | { readonly kind: "feedback"; readonly message: Message<Feedback> }
  | { readonly kind: "rejected"; readonly message: Message<Rejection> };

/** How much of a refused payload is kept for whoever looks into it. */
const KEPT_BYTES = 65_536;

function reject({ topic, payload, receivedAt }: Arrival, code: RejectionCode, reason: string): Intake {
  const bytes = Buffer.from(payload.subarray(0, KEPT_BYTES)).toString("base64");
  const value = { code, reason, topic, size: payload.byteLength, bytes };
  return { kind: "rejected", message: { key: topic, time: receivedAt, value } };
}

/** Turns what came from a device into a block of samples, or into a rejection that says why not. Never throws. */
export function takeIn(arrival: Arrival, sources: readonly Source[]): Intake {
  const { topic, payload, receivedAt } = arrival;
  let names: Readonly<Record<string, string>> | undefined;
  const source = sources.find((s) => (names = s.match(topic)) !== undefined);
  if (source === undefined || names === undefined)
    return reject(arrival, "topic-unknown", "The topic does not fit the template of any source.");
  const { site = "site", area = "area", line = "line", asset = "", sensor = "" } = names;
  const levels = [site, area, line, asset, ...(source.carries === "samples" ? [sensor] : [])];
  const wrong = levels.find((name) => !isName(name));
  if (wrong !== undefined)
    return reject(
      arrival,
      "name-invalid",
      `${JSON.stringify(wrong).slice(0, 80)} may not be the name of an asset or sensor.`,
    );
  if (payload.byteLength === 0) return reject(arrival, "payload-empty", "The payload has no bytes.");
  if (payload.byteLength > source.maxBytes)
    return reject(
      arrival,
      "payload-too-large",
      `The payload has ${payload.byteLength} bytes, more than ${source.maxBytes}.`,
    );
  const key = assetKey({ site, area, line, asset });
  if (source.carries === "feedback") {
    const said = decodeFeedback(payload, receivedAt);
    return said.ok
      ? { kind: "feedback", message: { key, time: receivedAt, value: said.value } }
      : reject(arrival, said.code, said.reason);
  }

  const decoded = decodeJson(payload, source.maxSamples);
  if (!decoded.ok) return reject(arrival, decoded.code, decoded.reason);
  const off = Math.abs((decoded.time ?? receivedAt) - receivedAt);
  if (!(off <= source.maxClockError))
    return reject(
      arrival,
      "time-implausible",
      `\`t\` is ${(off / 86_400_000).toPrecision(3)} days from now.`,
    );
  const clockSkewed = off > source.maxClockSkew;
  const { quantity, unit, rate, values, seq, time: deviceTime } = decoded;
  return {
    kind: "samples",
    message: {
      key,
      time: Math.floor(clockSkewed ? receivedAt : (deviceTime ?? receivedAt)),
      value: {
        sensor,
        quantity,
        unit,
        rate,
        values,
        received: receivedAt,
        clockSkewed,
        ...(seq !== undefined && { seq }),
        ...(source.name !== undefined && { source: source.name }),
        ...(arrival.qos !== undefined && { qos: arrival.qos }),
        ...(deviceTime !== undefined && { deviceTime }),
      },
    },
  };
}
