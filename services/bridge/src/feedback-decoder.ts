import type { Feedback } from "@presage/contracts";
import { readObject, refuse, type Refused } from "./json-object.ts";

/** What a feedback payload says, or why it cannot be used. */
export type DecodedFeedback = { readonly ok: true; readonly value: Feedback } | Refused;

const ACTIONS: readonly Feedback["action"][] = ["reset-baseline"];
const LONGEST_NAME = 128;
const LONGEST_COMMENT = 2_000;

/** Decodes `{"action": "reset-baseline", "by": "jo", "comment": "new bearing"}`; `at` is when it came. */
export function decodeFeedback(payload: Uint8Array, at: number): DecodedFeedback {
  const read = readObject(payload);
  if (!read.ok) return read;
  const { action, by, comment } = read.members;
  const known = ACTIONS.find((name) => name === action);
  if (known === undefined) return refuse("shape-invalid", `\`action\` is none of ${ACTIONS.join(", ")}.`);
  if (typeof by !== "string" || by === "" || by.length > LONGEST_NAME)
    return refuse("shape-invalid", "`by` does not name who says it, in up to 128 characters.");
  if (comment !== undefined && (typeof comment !== "string" || comment.length > LONGEST_COMMENT))
    return refuse("shape-invalid", "`comment` is not a text of up to 2,000 characters.");
  return { ok: true, value: { action: known, at, by, ...(comment !== undefined && { comment }) } };
}
