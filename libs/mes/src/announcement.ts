import {
  type Breach,
  breaches,
  type CloudEvent,
  type Failure,
  type FailureGroup,
  failures,
  feedback,
  type Feedback,
  groups,
  type Message,
  type Prediction,
  predictions,
  toCloudEvent,
  type TraceContext,
} from "@presage/contracts";
import { type ChannelName, withoutInternals } from "./channel.ts";
import { workRequestOf, workRequests } from "./work-request.ts";

/** Something that the MES is told, before a profile gives it topic and form. */
export interface Announcement {
  readonly channel: ChannelName;
  /** The id of the asset or line that it is said of. */
  readonly key: string;
  readonly event: CloudEvent<unknown>;
  /** Of a current state: it is over, and the broker shall keep it no longer. */
  readonly over: boolean;
  /** Where in a trace it is. */
  readonly trace?: TraceContext;
}

/** What is said, in the trace of what it is said of. */
export const inTrace = (
  said: readonly Announcement[],
  trace: TraceContext | undefined,
): readonly Announcement[] =>
  trace === undefined ? said : said.map((announcement) => ({ ...announcement, trace }));

/**
 * What the MES is told of a failure's revision: the revision itself as an event, and the current state, retained, so
 * that an MES which connects later is up to date. Closing clears the retained state. A failure in a group is no event
 * of its own: the grouped event stands for it.
 */
export function announceFailure(message: Message<Failure>): Announcement[] {
  const [event, current] = eventAndState(
    "predicted-failure",
    toCloudEvent(failures, message),
    message.value.state,
  );
  return message.value.group === undefined ? [event, current] : [current];
}

/** What the MES is told of a grouped event's revision: the same two, of the line. */
export const announceGroup = (message: Message<FailureGroup>): Announcement[] =>
  eventAndState("predicted-failure-group", toCloudEvent(groups, message), message.value.state);

function eventAndState(
  channel: "predicted-failure" | "predicted-failure-group",
  event: CloudEvent<unknown>,
  state: Failure["state"],
): [Announcement, Announcement] {
  const { subject: key } = event;
  return [
    { channel: `${channel}/event`, key, event, over: false },
    { channel, key, event, over: state === "closed" },
  ];
}

/** What was said of an asset, by whomever: so that the MES knows what was said in the console as well. */
export const announceFeedback = (message: Message<Feedback>): Announcement[] => [
  { channel: "feedback/event", key: message.key, event: toCloudEvent(feedback, message), over: false },
];

/** The request for maintenance that a failure's revision makes; see `decide` for which do. */
export const announceWorkRequest = (message: Message<Failure>): Announcement => ({
  channel: "work-request",
  key: message.key,
  event: toCloudEvent(workRequests, workRequestOf(message)),
  over: false,
});

/** What there is to tell of the data of an asset's sensors: the revision, and all that is open now. */
export function announceBreach(message: Message<Breach>): Announcement[] {
  const event = toCloudEvent(breaches, message);
  const { key, value } = message;
  return [
    { channel: "data-quality/event", key, event, over: false },
    { channel: "data-quality", key, event, over: value.open.length === 0 },
  ];
}

/** The latest risk. */
export const announceRisk = (message: Message<Prediction>): Announcement[] => [
  {
    channel: "risk",
    key: message.key,
    event: toCloudEvent(predictions, { ...message, value: withoutInternals(message.value) }),
    over: false,
  },
];
