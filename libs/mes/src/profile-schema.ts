import { choice, flag, section, text } from "@presage/service";
import { type Static, type TOptional, Type } from "@sinclair/typebox";
import { CHANNEL_NAMES, type ChannelName } from "./channel.ts";

const map = Type.Optional(
  text({
    otherwise: "the message as it is",
    description: "JSONata that makes the MES's form of the message",
  }),
);

const Outgoing = section({
  topic: Type.Optional(
    text({
      format: "topic",
      otherwise: "the channel's name",
      description: "Below the topic of the asset or line",
    }),
  ),
  qos: choice([0, 1, 2], { default: 1, description: "MQTT quality of service" }),
  retain: Type.Optional(
    flag({ otherwise: "as the channel is", description: "Whether the broker keeps the latest" }),
  ),
  map,
});

/** Those that are left out are not published. */
const outgoing = Object.fromEntries(CHANNEL_NAMES.map((name) => [name, Type.Optional(Outgoing)])) as Record<
  ChannelName,
  TOptional<typeof Outgoing>
>;

/** A profile's file: how one kind of MES wants to be told, and how it answers. */
export const ProfileDocument = section({
  description: text({ description: "Whom it is for, in a sentence" }),
  topics: section({
    asset: text({ format: "asset-template", description: "Topic of an asset, above the channels'" }),
    line: text({ format: "line-template", description: "Topic of a line, above the channels'" }),
    status: text({ format: "topic", description: "Retained topic that says whether Presage is alive" }),
  }),
  status: section({ map }),
  out: section(outgoing),
  sparkplug: flag({
    default: false,
    description: "Whether an edge node of Sparkplug B (mes.sparkplug) tells the current state of every asset",
  }),
  feedback: section({
    topic: text({ format: "topic", default: "feedback", description: "Below the asset's topic" }),
    map: Type.Optional(
      text({
        otherwise: "the message as it is",
        description: "JSONata that makes a feedback of the MES's message, or nothing of one that is none",
      }),
    ),
    example: Type.Optional(
      Type.Unknown({ description: "A message of the MES, by which the mapping is tried" }),
    ),
  }),
});

export type ProfileDocument = Static<typeof ProfileDocument>;
