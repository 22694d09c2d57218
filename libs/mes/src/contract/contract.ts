import { type Break, breaks, type Schema } from "./compatibility.ts";

/** A contract as it stands in its folder: the AsyncAPI document, and the schemas by the names of their messages. */
export interface Contract {
  readonly asyncapi: AsyncApi;
  readonly schemas: Readonly<Record<string, Schema>>;
}

interface Reference {
  readonly $ref: string;
}

/** Of an AsyncAPI document, what somebody relies on. */
export interface AsyncApi {
  readonly channels: Readonly<Record<string, { readonly address: string }>>;
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly action: string;
        readonly channel: Reference;
        readonly messages: readonly Reference[];
        readonly bindings: { readonly mqtt: { readonly qos: number; readonly retain: boolean } };
      }
    >
  >;
}

const lastOf = ({ $ref }: Reference): string => $ref.split("/").at(-1) ?? "";

/** What is promised of each operation, by what it is called. */
function promises({ channels, operations }: AsyncApi, id: string): Record<string, unknown> | undefined {
  const operation = operations[id];
  if (operation === undefined) return undefined;
  const { channel, messages, bindings } = operation;
  const { qos, retain } = bindings.mqtt;
  const address = channels[lastOf(channel)]?.address;
  return { address, message: messages.map(lastOf).join(), qos, retain };
}

/** How a released contract is broken by another; empty if it is kept. Whatever is added breaks nothing. */
export function contractBreaks(released: Contract, now: Contract): Break[] {
  const operations = Object.keys(released.asyncapi.operations).flatMap((id) => {
    const before = promises(released.asyncapi, id) ?? {};
    const after = promises(now.asyncapi, id);
    if (after === undefined) return [{ path: id, what: "is gone" }];
    return Object.entries(before)
      .filter(([name, value]) => after[name] !== value)
      .map(([name, value]) => ({
        path: id,
        what: `${name} was ${String(value)}, and is ${String(after[name])}`,
      }));
  });
  const taken = new Set(
    Object.values(released.asyncapi.operations).flatMap(({ action, messages }) =>
      action === "receive" ? messages.map(lastOf) : [],
    ),
  );
  const schemas = Object.entries(released.schemas).flatMap(([name, schema]) => {
    const next = now.schemas[name];
    if (next === undefined) return [{ path: name, what: "is gone" }];
    return breaks(schema, next, taken.has(name) ? "taken" : "told", name);
  });
  return [...operations, ...schemas];
}
