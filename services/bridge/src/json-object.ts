import type { RejectionCode } from "@presage/contracts";

/** Why a payload cannot be used. */
export interface Refused {
  readonly ok: false;
  readonly code: RejectionCode;
  readonly reason: string;
}

export const refuse = (code: RejectionCode, reason: string): Refused => ({ ok: false, code, reason });

/** What a payload that is JSON holds, or why it is none. */
export function readJson(payload: Uint8Array): { readonly ok: true; readonly body: unknown } | Refused {
  try {
    const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8");
    return { ok: true, body: JSON.parse(text) };
  } catch {
    return refuse("json-malformed", "The payload is not JSON.");
  }
}

/** Objects and lists within each other; mappings go down into them by recursion. */
const DEEPEST = 64;

/** Whether what JSON holds is nested no deeper than a mapping may go. */
export function isShallow(body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return false;
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
  }
  return true;
}

export type Members = Readonly<Record<string, unknown>>;

/** The members of a JSON object, or why it is none. */
export const membersOf = (body: unknown): { readonly ok: true; readonly members: Members } | Refused =>
  typeof body === "object" && body !== null && !Array.isArray(body)
    ? { ok: true, members: body as Members }
    : refuse("shape-invalid", "The payload is not a JSON object.");
