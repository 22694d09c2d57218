import {
  type Feedback,
  hasCode,
  type Message,
  type Rejection,
  type RejectionCode,
  type SampleBlock,
  type TraceContext,
} from "@presage/contracts";
import type { Mapping } from "@presage/mes";
import { scanBlock } from "./block-scanner.ts";
import type { Admit } from "./census.ts";
import { decodeFeedback } from "./feedback-decoder.ts";
import { type Decoded, decodeJson } from "./json-decoder.ts";
import { isShallow, membersOf, readJson } from "./json-object.ts";
import { placeOf, type Route, type RouteOf } from "./route.ts";

/** A stream of messages: which topics, and what may come on them. */
export interface Source {
  /** Blocks and values of sensors, or what people and the MES say of an asset. */
  readonly carries: "samples" | "feedback";
  /** What it is called in metrics and reports. */
  readonly name?: string;
  /** Names of the topic's levels, or undefined if the topic is not this source's. */
  readonly match: (topic: string) => Readonly<Record<string, string>> | undefined;
  /** Makes what Presage takes of what the payload holds: one object, a list of them, or nothing. */
  readonly map?: Mapping;
  /** Counts assets and sensors; without it there may be any number. */
  readonly admit?: Admit;
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
  readonly trace?: TraceContext;
}

export type Intake = (
  | { readonly kind: "samples"; readonly message: Message<SampleBlock> }
  | { readonly kind: "feedback"; readonly message: Message<Feedback> }
  | { readonly kind: "rejected"; readonly message: Message<Rejection> }
) & { readonly trace?: TraceContext };

/** What came of a message, in the message's trace. */
export const inTrace = (intakes: readonly Intake[], { trace }: Arrival): readonly Intake[] =>
  trace === undefined ? intakes : intakes.map((intake) => ({ ...intake, trace }));

/** How much of a refused payload is kept for whoever looks into it. */
const KEPT_BYTES = 65_536;

export function reject({ topic, payload, receivedAt }: Arrival, code: RejectionCode, reason: string): Intake {
  const bytes = Buffer.from(payload.subarray(0, KEPT_BYTES)).toString("base64");
  const value = { code, reason, topic, size: payload.byteLength, bytes };
  return { kind: "rejected", message: { key: topic, time: receivedAt, value } };
}

/**
 * Turns what came from a device or the MES into samples or feedback, or into a rejection that says why not. Of a source with a
 * mapping it takes a while, and there may be several of one arrival, or none. Never throws or rejects.
 */
export function takeIn(arrival: Arrival, routeOf: RouteOf): Intake | Promise<readonly Intake[]> {
  const taken = takeUntraced(arrival, routeOf);
  const { trace } = arrival;
  if (trace === undefined) return taken;
  return taken instanceof Promise ? taken.then((all) => inTrace(all, arrival)) : { ...taken, trace };
}

function takeUntraced(arrival: Arrival, routeOf: RouteOf): Intake | Promise<readonly Intake[]> {
  const { topic, payload } = arrival;
  const route = routeOf(topic);
  if (route === undefined)
    return reject(arrival, "topic-unknown", "The topic does not fit the template of any source.");
  const { source } = route;
  const { map } = source;
  if (map === undefined && route.wrong !== undefined) return rejectName(arrival, route.wrong);
  if (payload.byteLength === 0) return reject(arrival, "payload-empty", "The payload has no bytes.");
  if (payload.byteLength > source.maxBytes)
    return reject(
      arrival,
      "payload-too-large",
      `The payload has ${payload.byteLength} bytes, more than ${source.maxBytes}.`,
    );
  if (map === undefined && source.carries === "samples") {
    const samples = scanBlock(payload, source.maxSamples);
    if (samples !== undefined) return samplesOf(arrival, route, samples);
  }
  const read = readJson(payload);
  if (!read.ok) return reject(arrival, read.code, read.reason);
  if (map !== undefined && !isShallow(read.body))
    return reject(arrival, "shape-invalid", "The payload is nested too deep for a mapping.");
  return map === undefined ? intakeOf(arrival, route, read.body) : mapIn(arrival, route, map, read.body);
}

async function mapIn(
  arrival: Arrival,
  { source, names }: Route,
  map: Mapping,
  body: unknown,
): Promise<readonly Intake[]> {
  let mapped: unknown;
  try {
    mapped = await map(body, names);
  } catch (error) {
    if (!hasCode(error, "MAPPING_FAILED")) throw error;
    return [reject(arrival, "mapping-failed", `The mapping fails: ${error.message}.`)];
  }
  if (mapped === undefined || mapped === null) return [];
  return (Array.isArray(mapped) ? mapped : [mapped]).map((each: unknown) => {
    const own = membersOf(each);
    const said = own.ok ? Object.entries(own.members) : [];
    // What the mapping names goes before the topic: one topic may speak of many assets or sensors.
    const levels = { ...names, ...Object.fromEntries(said.filter(isLevel)) };
    const route = { source, names: levels, ...placeOf(levels, source) };
    return route.wrong === undefined ? intakeOf(arrival, route, each) : rejectName(arrival, route.wrong);
  });
}

const LEVELS = ["site", "area", "line", "asset", "sensor"];

const isLevel = (member: readonly [string, unknown]): member is [string, string] =>
  LEVELS.includes(member[0]) && typeof member[1] === "string";

const rejectName = (arrival: Arrival, wrong: string): Intake =>
  reject(
    arrival,
    "name-invalid",
    `${JSON.stringify(wrong).slice(0, 80)} may not be the name of an asset or sensor.`,
  );

function intakeOf(arrival: Arrival, route: Route, body: unknown): Intake {
  const { source, key } = route;
  if (source.carries === "samples") return samplesOf(arrival, route, decodeJson(body, source.maxSamples));
  const { receivedAt } = arrival;
  const said = decodeFeedback(body, receivedAt);
  return said.ok
    ? { kind: "feedback", message: { key, time: receivedAt, value: said.value } }
    : reject(arrival, said.code, said.reason);
}

function samplesOf(arrival: Arrival, { source, names, key }: Route, decoded: Decoded): Intake {
  if (!decoded.ok) return reject(arrival, decoded.code, decoded.reason);
  const { receivedAt } = arrival;
  const off = Math.abs((decoded.time ?? receivedAt) - receivedAt);
  if (!(off <= source.maxClockError))
    return reject(
      arrival,
      "time-implausible",
      `\`t\` is ${(off / 86_400_000).toPrecision(3)} days from now.`,
    );
  const sensor = names["sensor"] ?? "";
  const tooMany = source.admit?.(key, sensor);
  if (tooMany !== undefined) return reject(arrival, tooMany.code, tooMany.reason);
  const clockSkewed = off > source.maxClockSkew;
  const { quantity, unit, rate, values, seq, time: deviceTime } = decoded;
  // Written member by member: every message of a plant comes through here.
  const value: { -readonly [K in keyof SampleBlock]: SampleBlock[K] } = {
    sensor,
    quantity,
    unit,
    rate,
    values,
    received: receivedAt,
    clockSkewed,
  };
  if (seq !== undefined) value.seq = seq;
  if (source.name !== undefined) value.source = source.name;
  if (arrival.qos !== undefined) value.qos = arrival.qos;
  if (deviceTime !== undefined) value.deviceTime = deviceTime;
  const time = Math.floor(clockSkewed ? receivedAt : (deviceTime ?? receivedAt));
  return { kind: "samples", message: { key, time, value } };
}
