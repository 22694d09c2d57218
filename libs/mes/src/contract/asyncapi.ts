import { CHANNELS } from "../channel.ts";
import { MESSAGES, messageName } from "./message.ts";

/** A topic on which Presage and the MES speak. */
export interface Topic {
  readonly channel: string;
  readonly address: string;
  readonly title: string;
  /** Name of the message. */
  readonly message: string;
  /** What Presage does. */
  readonly action: "send" | "receive";
  readonly retain: boolean;
}

/** Where the plain profile has assets, lines and the status, and takes feedback. */
export interface Places {
  readonly asset: string;
  readonly line: string;
  readonly status: string;
  readonly feedback: string;
}

/** All topics, those of the table of channels first. */
export function topicsAt(places: Places): Topic[] {
  return [
    ...Object.entries(CHANNELS).map(([channel, { title, of, retained }]): Topic => ({
      channel,
      address: `${places[of]}/${channel}`,
      title,
      message: messageName(channel),
      action: "send",
      retain: retained,
    })),
    {
      channel: "pdm-status",
      address: places.status,
      title: "Whether Presage is alive; also its last will.",
      message: "pdm-status",
      action: "send",
      retain: true,
    },
    {
      channel: "feedback",
      address: places.feedback,
      title: "What the MES says of the asset.",
      message: "feedback",
      action: "receive",
      retain: false,
    },
  ];
}

const LEVELS: Readonly<Record<string, string>> = {
  site: "Site of the plant, the first level of an asset's id.",
  area: "Area of the site.",
  line: "Production line of the area.",
  asset: "Machine of the line.",
};

const ref = (...path: readonly string[]) => ({
  $ref: `#/${path.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`,
});

/** Letters, digits, dots and hyphens, as AsyncAPI wants the ids of channels. */
const idOf = (channel: string): string => channel.replaceAll("/", ".");

/**
 * The contract with the MES as an AsyncAPI 3.0 document; the payloads are the files in `schemas/` beside it.
 * @param version of the contract, `major.minor.patch`
 */
export function asyncApi(topics: readonly Topic[], version: string): object {
  const parametersOf = (address: string) =>
    [...address.matchAll(/\{(\w+)\}/g)].map(
      ([, name = ""]) => [name, ref("components", "parameters", name)] as const,
    );
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Presage to and from the MES",
      version,
      description:
        "What Presage tells a manufacturing execution system over MQTT, and what it takes from it, with the profile `plain`. Members may be added; what is here stays. See mes.md beside this folder.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    defaultContentType: "application/json",
    servers: {
      mes: {
        host: "127.0.0.1:1883",
        protocol: "mqtt",
        description: "The MQTT broker that the MES listens to (settings mes.url and mqtt); MQTT 3.1.1 or 5.",
      },
    },
    channels: Object.fromEntries(
      topics.map(({ channel, address, title, message }) => [
        idOf(channel),
        {
          address,
          title: channel,
          description: title,
          ...(address.includes("{") && { parameters: Object.fromEntries(parametersOf(address)) }),
          messages: { [message]: ref("components", "messages", message) },
        },
      ]),
    ),
    operations: Object.fromEntries(
      topics.map(({ channel, title, message, action, retain }) => [
        `${action}.${idOf(channel)}`,
        {
          action,
          channel: ref("channels", idOf(channel)),
          summary: title,
          messages: [ref("channels", idOf(channel), "messages", message)],
          bindings: { mqtt: { qos: 1, retain, bindingVersion: "0.2.0" } },
        },
      ]),
    ),
    components: {
      parameters: Object.fromEntries(
        Object.entries(LEVELS).map(([name, description]) => [name, { description }]),
      ),
      messages: Object.fromEntries(
        MESSAGES.map(({ name, title, examples }) => [
          name,
          {
            name,
            title,
            contentType: "application/json",
            payload: { $ref: `./schemas/${name}.json` },
            examples: examples.map((payload) => ({ payload })),
          },
        ]),
      ),
    },
  };
}
