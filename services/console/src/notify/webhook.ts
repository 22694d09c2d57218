import { createHmac } from "node:crypto";
import { eventOf } from "./occasion.ts";
import type { Delivery } from "./outbox.ts";

const PATIENCE = 10_000;

/**
 * The signature of a webhook, after the Standard Webhooks specification 1.0: HMAC-SHA256 of `id.timestamp.body`, base64.
 * @param timestamp seconds since the epoch
 * @param secret whsec_ and base64
 */
export function signature(id: string, timestamp: number, body: string, secret: string): string {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

export interface Webhook {
  readonly url: string;
  readonly secret: string | undefined;
}

/**
 * Sends the event that the MES gets, as CloudEvents JSON. Throws unless it is answered with success within 10 s; a
 * redirection is none, since it could lead anywhere.
 */
export async function postWebhook(
  { url, secret }: Webhook,
  { id, occasion }: Delivery,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const body = JSON.stringify(eventOf(occasion));
  const timestamp = Math.floor(now / 1e3);
  const answer = await fetch(url, {
    method: "POST",
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    headers: {
      "content-type": "application/cloudevents+json",
      "user-agent": "presage",
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      ...(secret !== undefined && { "webhook-signature": signature(id, timestamp, body, secret) }),
    },
    body,
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${new URL(url).host} answered ${answer.status}`);
}
