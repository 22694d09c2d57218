import type { RejectionCode } from "@presage/contracts";

/** Why a payload cannot be used. */
export interface Refused {
  readonly ok: false;
  readonly code: RejectionCode;
  readonly reason: string;
}

export const refuse = (code: RejectionCode, reason: string): Refused => ({ ok: false, code, reason });

/** The members of a payload that is a JSON object, or why it is none. */
export function readObject(
  payload: Uint8Array,
): { readonly ok: true; readonly members: Readonly<Record<string, unknown>> } | Refused {
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8"));
  } catch {
    return refuse("json-malformed", "The payload is not JSON.");
  }
  return typeof body === "object" && body !== null && !Array.isArray(body)
    ? { ok: true, members: body as Record<string, unknown> }
    : refuse("shape-invalid", "The payload is not a JSON object.");
}
