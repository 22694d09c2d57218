import {
  type Message,
  rejected,
  type Rejection,
  REJECTION_CODES,
  type RejectionCode,
} from "@presage/contracts";
import type { Broker } from "@presage/stream";
import { readLog, startAt } from "../process/read-log.ts";
import type { Finding } from "./finding.ts";

/** Messages that could not be used, by reason. */
export type Rejected = ReadonlyMap<RejectionCode, { readonly messages: number; readonly lastTopic: string }>;

/** A device that sends rubbish for days is told as well by the first of it. */
const ENOUGH = 100_000;

/** From this share of all messages on it is no oddity: as the alert PresageMessagesRejected. */
const MANY = 0.05;

/** What was rejected since a time, epoch milliseconds; counting stops at a hundred thousand. */
export async function readRejected(broker: Broker, since: number): Promise<Rejected> {
  const found = new Map<RejectionCode, { messages: number; lastTopic: string }>();
  let total = 0;
  const clockOf = ({ time }: Message<Rejection>): number => time;
  for await (const { value } of readLog(broker, rejected, startAt(broker, rejected, clockOf, since))) {
    const messages = (found.get(value.code)?.messages ?? 0) + 1;
    found.set(value.code, { messages, lastTopic: value.topic });
    if (++total === ENOUGH) break;
  }
  return found;
}

/** Which reasons there were, most frequent first, beside so many messages that were used. */
export function lookAtRejected(found: Rejected, used: number): readonly Finding[] {
  const total = [...found.values()].reduce((sum, { messages }) => sum + messages, 0);
  const level = total > MANY * (total + used) ? "wrong" : "doubt";
  return [...found]
    .toSorted(([, a], [, b]) => b.messages - a.messages)
    .map(([code, { messages, lastTopic }]) => ({
      check: "rejected",
      level,
      says: `${messages.toLocaleString("en")} messages, ${code}: ${REJECTION_CODES[code]} One was on ${lastTopic}`,
      advice: "mend it at the device, or map it in the source; the console's pipeline page has examples",
    }));
}
