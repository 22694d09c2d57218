import { breaches, failures, feedback, groups, predictions, type Message } from "@presage/contracts";
import { type TSchema, Type } from "@sinclair/typebox";
import { workRequests } from "./work-request.ts";

/** How the messages of a contract become CloudEvents; see `toCloudEvent`. */
export interface EventDefinition {
  readonly topic: string;
  /** What the messages say, in one sentence. */
  readonly title: string;
  readonly type: string;
  readonly schema: TSchema;
  readonly example: Message<unknown>;
  id(message: Message<unknown>): string;
}

/** The last levels of the topic that a channel has in the plain profile. */
export type ChannelName =
  | "predicted-failure"
  | "predicted-failure/event"
  | "predicted-failure-group"
  | "predicted-failure-group/event"
  | "risk"
  | "data-quality"
  | "data-quality/event"
  | "feedback/event"
  | "work-request";

/** One kind of message that the MES is told. */
export interface Channel {
  /** What it is, in one sentence. */
  readonly title: string;
  /** Whether it is said of an asset or of a line. */
  readonly of: "asset" | "line";
  /** Whether it is a current state, which the broker keeps for those who connect later. */
  readonly retained: boolean;
  /** What is in it. */
  readonly event: EventDefinition;
}

/** A prediction without what is for those who make models only, a challenger's risk before all. */
const risk: EventDefinition = {
  ...predictions,
  title:
    "The risk of failure of one asset after one window; without `shadow` and `deviations`, which stay with those who make models.",
  schema: Type.Omit(predictions.schema, ["shadow", "deviations"]),
  example: { ...predictions.example, value: withoutInternals(predictions.example.value) },
};

export function withoutInternals<P extends { shadow?: unknown; deviations?: unknown }>({
  shadow: _shadow,
  deviations: _deviations,
  ...rest
}: P): Omit<P, "shadow" | "deviations"> {
  return rest;
}

/** All that the MES is told. */
export const CHANNELS: Readonly<Record<ChannelName, Channel>> = {
  "predicted-failure": {
    title:
      "The current state of the asset's open predicted failure; cleared by an empty message after it closed.",
    of: "asset",
    retained: true,
    event: failures,
  },
  "predicted-failure/event": {
    title: "One revision of a predicted failure that is in no group: opened, updated, closed.",
    of: "asset",
    retained: false,
    event: failures,
  },
  "predicted-failure-group": {
    title: "The current state of the line's open grouped event; cleared by an empty message after it closed.",
    of: "line",
    retained: true,
    event: groups,
  },
  "predicted-failure-group/event": {
    title: "One revision of a grouped event, which stands for many failures of one line in a flood.",
    of: "line",
    retained: false,
    event: groups,
  },
  risk: {
    title: "The latest prediction of the asset.",
    of: "asset",
    retained: true,
    event: risk,
  },
  "data-quality": {
    title:
      "The data-quality requirements that the asset's sensors break now, in `data.open`; cleared by an empty message when there are none.",
    of: "asset",
    retained: true,
    event: breaches,
  },
  "data-quality/event": {
    title: "One revision of a breach of a data-quality requirement: opened, updated, closed.",
    of: "asset",
    retained: false,
    event: breaches,
  },
  "feedback/event": {
    title: "What a person in the console, or the MES itself, said of the asset.",
    of: "asset",
    retained: false,
    event: feedback,
  },
  "work-request": {
    title:
      "A request for maintenance: once for each failure that gets severe enough, and again, with the same ID, when its severity changes.",
    of: "asset",
    retained: false,
    event: workRequests,
  },
};

export const CHANNEL_NAMES = Object.keys(CHANNELS) as ChannelName[];
