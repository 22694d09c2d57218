import { FAILURE_MODES, type Feedback, FEEDBACK_ACTIONS } from "@presage/contracts";
import { membersOf, refuse, type Refused } from "./json-object.ts";

/** What a feedback payload says, or why it cannot be used. */
export type DecodedFeedback = { readonly ok: true; readonly value: Feedback } | Refused;

const LONGEST_NAME = 128;
const LONGEST_ID = 512;
const LONGEST_COMMENT = 2_000;

/**
 * Decodes `{"action": "confirmed", "by": "jo", "mode": "outer-race", "failure": ID, "occurredAt": epoch ms, "comment": "spalled"}`, of which
 * `action` and `by` must be there, `until` (epoch ms) with `shelve`, `workOrder` with `work-order`; a label may
 * have the `workOrder` that it is the outcome of; `at` is when it came.
 */
export function decodeFeedback(body: unknown, at: number): DecodedFeedback {
  const read = membersOf(body);
  if (!read.ok) return read;
  const { action, by, mode, failure, occurredAt, until, workOrder, comment } = read.members;
  const known = FEEDBACK_ACTIONS.find((name) => name === action);
  if (known === undefined)
    return refuse("shape-invalid", `\`action\` is none of ${FEEDBACK_ACTIONS.join(", ")}.`);
  if (!isText(by, LONGEST_NAME))
    return refuse("shape-invalid", "`by` does not name who says it, in up to 128 characters.");
  const knownMode = FAILURE_MODES.find((name) => name === mode);
  if (mode !== undefined && knownMode === undefined)
    return refuse("shape-invalid", `\`mode\` is none of ${FAILURE_MODES.join(", ")}.`);
  if (failure !== undefined && !isText(failure, LONGEST_ID))
    return refuse("shape-invalid", "`failure` is not the id of a predicted failure.");
  if (occurredAt !== undefined && !isTime(occurredAt))
    return refuse("shape-invalid", "`occurredAt` is not a time in epoch milliseconds.");
  if ((until !== undefined || known === "shelve") && !isTime(until))
    return refuse("shape-invalid", "`until`, which `shelve` needs, is not a time in epoch milliseconds.");
  if ((workOrder !== undefined || known === "work-order") && !isText(workOrder, LONGEST_NAME))
    return refuse(
      "shape-invalid",
      "`workOrder`, which `work-order` needs, is not a number of up to 128 characters.",
    );
  if (comment !== undefined && (typeof comment !== "string" || comment.length > LONGEST_COMMENT))
    return refuse("shape-invalid", "`comment` is not a text of up to 2,000 characters.");
  const value: Feedback = {
    action: known,
    at,
    by,
    ...(knownMode !== undefined && { mode: knownMode }),
    ...(failure !== undefined && { failure }),
    ...(occurredAt !== undefined && { occurredAt }),
    ...(until !== undefined && { until }),
    ...(workOrder !== undefined && { workOrder }),
    ...(comment !== undefined && { comment }),
    via: "mqtt",
  };
  return { ok: true, value };
}

const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

const isText = (value: unknown, longest: number): value is string =>
  typeof value === "string" && value !== "" && value.length <= longest;
