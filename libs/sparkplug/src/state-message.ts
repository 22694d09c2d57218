/** Whether a host application is there, as its retained STATE message says. Source: Sparkplug 3.0.0, 6.4.27. */
export interface HostPresence {
  readonly online: boolean;
  /** Epoch milliseconds: of the connection that it speaks of. */
  readonly timestamp: number;
}

export const encodePresence = ({ online, timestamp }: HostPresence): string =>
  JSON.stringify({ online, timestamp });

/** What a STATE message says, or undefined if it is none. Never throws. */
export function decodePresence(payload: Uint8Array): HostPresence | undefined {
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8"));
  } catch {
    return undefined;
  }
  if (typeof body !== "object" || body === null) return undefined;
  const { online, timestamp } = body as Record<string, unknown>;
  return typeof online === "boolean" && typeof timestamp === "number" && Number.isFinite(timestamp)
    ? { online, timestamp }
    : undefined;
}
