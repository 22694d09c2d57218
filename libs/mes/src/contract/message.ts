import { feedback, FeedbackMessage, PipelineStatus, toCloudEvent } from "@presage/contracts";
import type { TSchema } from "@sinclair/typebox";
import { type Channel, CHANNELS } from "../channel.ts";
import type { Direction, Schema } from "./compatibility.ts";

/** One kind of message between Presage and the MES, as it is published. */
export interface PublishedMessage {
  /** Name of its file, and in the AsyncAPI document. */
  readonly name: string;
  readonly title: string;
  readonly direction: Direction;
  /** JSON Schema 2020-12, in keywords that mean the same in draft 7, which AsyncAPI's tools read. */
  readonly schema: Schema;
  readonly examples: readonly unknown[];
}

/** The major version of the contract; a second one would be published beside it. */
export const MAJOR = 1;

/** A state and its revisions are the same message: `predicted-failure/event` is a `predicted-failure`. */
export function messageName(channel: string): string {
  const state = channel.replace(/\/event$/, "");
  return state in CHANNELS ? state : channel.replaceAll("/", "-");
}

const document = (name: string, title: string, schema: Schema, examples: readonly unknown[]): Schema => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: `urn:presage:mes:v${MAJOR}:${name}`,
  title: name,
  description: title,
  ...schema,
  examples,
});

/** A TypeBox schema as plain JSON Schema: without symbols, a choice of constants as an `enum`, a pair as a list of two. */
function plain(schema: TSchema): Schema {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => asList(asEnum(value))) as Schema;
}

/** How a tuple is written is not the same in draft 7 and 2020-12. */
function asList(value: unknown): unknown {
  const {
    items,
    additionalItems: _none,
    ...rest
  } = (value ?? {}) as { items?: unknown; additionalItems?: unknown };
  if (!Array.isArray(items)) return value;
  const kinds = [...new Map(items.map((item) => [JSON.stringify(item), item as unknown])).values()];
  return { ...rest, items: kinds.length === 1 ? kinds[0] : { anyOf: kinds } };
}

function asEnum(value: unknown): unknown {
  const { anyOf, ...rest } = (value ?? {}) as { anyOf?: unknown };
  if (!Array.isArray(anyOf) || !anyOf.every((each: object) => "const" in each)) return value;
  return { ...rest, type: "string", enum: anyOf.map((each: { const?: unknown }) => each.const) };
}

/**
 * What the MES is told. A list of names that is written as `enum` in the contracts, as the failure modes, grows with what
 * Presage can tell: the MES must take a name that it does not know, so here they are examples. A choice of constants, as
 * the severity, is closed.
 */
function told(schema: TSchema): Schema {
  const open = JSON.parse(JSON.stringify(schema), (_key, value: unknown) => asExamples(value)) as TSchema;
  return plain(open);
}

function asExamples(value: unknown): unknown {
  const { enum: names, ...rest } = (value ?? {}) as { enum?: unknown; description?: string };
  if (!Array.isArray(names)) return value;
  const more = "there may be more";
  return {
    ...rest,
    description: rest.description === undefined ? more : `${rest.description}; ${more}`,
    examples: names,
  };
}

/** CloudEvents 1.0 in JSON, around the data of a channel. */
function envelope({ event: { topic, type, schema }, of }: Channel): Schema {
  const text = (description: string) => ({ type: "string", minLength: 1, description });
  const properties = {
    specversion: { type: "string", const: "1.0" },
    id: text("with `source` the name of the event: a repeat has the same"),
    source: { type: "string", const: `presage/${topic}` },
    type: { type: "string", const: type },
    subject: text(of === "asset" ? "the asset's id: site/area/line/asset" : "the line's id: site/area/line"),
    time: { type: "string", format: "date-time", description: "event time" },
    datacontenttype: { type: "string", const: "application/json" },
    data: told(schema),
  };
  const optional = {
    traceparent: {
      type: "string",
      description: "where it is in a trace, if it is traced (CloudEvents' distributed tracing extension)",
    },
    tracestate: { type: "string", description: "what tracing systems add to that" },
  };
  return {
    type: "object",
    required: Object.keys(properties),
    properties: { ...properties, ...optional },
  };
}

function toldMessage(name: string, channel: Channel): PublishedMessage {
  const { event } = channel;
  const { title } = event;
  const examples = [toCloudEvent(event, event.example)];
  return {
    name,
    title,
    direction: "told",
    schema: document(name, title, envelope(channel), examples),
    examples,
  };
}

const { at: _at, via: _via, ...said } = feedback.example.value;
const SAID = [
  said,
  { action: "acknowledge", by: "planner" },
  { action: "work-order", by: "mes", workOrder: "WO-4711" },
];
const ALIVE = [{ online: true, time: "2026-11-27T12:00:00.000Z" }];
const SAYS = "What the MES says of an asset.";
const LIVES = "Whether Presage is alive.";

/** All messages, each once. */
export const MESSAGES: readonly PublishedMessage[] = [
  ...new Map(
    Object.entries(CHANNELS).map(([channel, value]) => {
      const name = messageName(channel);
      return [name, toldMessage(name, value)];
    }),
  ).values(),
  {
    name: "pdm-status",
    title: LIVES,
    direction: "told",
    schema: document("pdm-status", LIVES, told(PipelineStatus), ALIVE),
    examples: ALIVE,
  },
  {
    name: "feedback",
    title: SAYS,
    direction: "taken",
    schema: document("feedback", SAYS, plain(FeedbackMessage), SAID),
    examples: SAID,
  },
];
