import type { Feedback, RejectionCode } from "@presage/contracts";

/** What a feedback payload says, or why it cannot be used. */
export type DecodedFeedback =
  | { readonly ok: true; readonly value: Feedback }
  | { readonly ok: false; readonly code: RejectionCode; readonly reason: string };

const ACTIONS: readonly Feedback["action"][] = ["reset-baseline"];
const LONGEST_NAME = 128;
const LONGEST_COMMENT = 2_000;

const reject = (code: RejectionCode, reason: string): DecodedFeedback => ({ ok: false, code, reason });

/** Decodes `{"action": "reset-baseline", "by": "jo", "comment": "new bearing"}`; `at` is when it came. */
export function decodeFeedback(payload: Uint8Array, at: number): DecodedFeedback {
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    return reject("json-malformed", "The payload is not JSON.");
  }
  if (typeof body !== "object" || body === null)
    return reject("shape-invalid", "The payload is not an object.");
  const { action, by, comment } = body as { action?: unknown; by?: unknown; comment?: unknown };
  const known = ACTIONS.find((name) => name === action);
  if (known === undefined) return reject("shape-invalid", `\`action\` is none of ${ACTIONS.join(", ")}.`);
  if (typeof by !== "string" || by === "" || by.length > LONGEST_NAME)
    return reject("shape-invalid", "`by` does not name who says it, in up to 128 characters.");
  if (comment !== undefined && (typeof comment !== "string" || comment.length > LONGEST_COMMENT))
    return reject("shape-invalid", "`comment` is not a text of up to 2,000 characters.");
  return { ok: true, value: { action: known, at, by, ...(comment !== undefined && { comment }) } };
}
