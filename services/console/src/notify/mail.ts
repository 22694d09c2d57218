import type { ConsoleSettings } from "@presage/service";
import type { Transporter } from "nodemailer";
import { breachMail } from "./breach-mail.ts";
import type { FailureOccasion, Occasion } from "./occasion.ts";
import type { Delivery } from "./outbox.ts";

const PATIENCE = 10_000;

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/**
 * A mail about an occasion.
 * @param origin where the console is
 */
export const mailOf = (occasion: Occasion, origin: string): Mail =>
  occasion.kind === "data-quality" ? breachMail(occasion, origin) : failureMail(occasion, origin);

/**
 * A mail about a failure, for who reads it on a telephone at night: which machine, how bad, what, how long, what to do.
 */
function failureMail({ kind, failure, asset }: FailureOccasion, origin: string): Mail {
  const { severity, modes: [mode] = [], remainingLifeHours: life, risk, horizonHours, action } = failure;
  const isNew = kind === "opened";
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["Asset", asset],
    ["Severity", severity],
    ["Likely", mode?.mode ?? "not known"],
    [
      "Remaining life",
      life === undefined ? "not known" : `${span(life.p50)} (${span(life.p10)} to ${span(life.p90)})`,
    ],
    ["Risk", risk === null ? undefined : `${Math.round(risk * 100)} % within ${span(horizonHours)}`],
    ["Raised by", failure.basis === "rule" ? failure.rules.join(", ") : undefined],
    ["What to do", action],
    ["More", `${origin}/failures/${encodeURIComponent(failure.id)}`],
  ];
  return {
    subject: `[Presage] ${severity}: ${asset}${mode === undefined ? "" : `, likely ${mode.mode}`}${isNew ? "" : " (more severe)"}`,
    text: [
      `A failure of ${asset} is predicted${isNew ? "" : ", and is more severe than it was"}.`,
      "",
      ...lines.flatMap(([label, value]) => (value === undefined ? [] : [`${label.padEnd(16)}${value}`])),
      "",
    ].join("\n"),
  };
}

/** Hours in the unit that suits them. */
function span(hours: number): string {
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  return hours >= 1 ? `${Math.round(hours)} h` : `${Math.max(1, Math.round(hours * 60))} min`;
}

export interface Mailer {
  /** Throws unless the mail server takes it within 30 s. */
  send(to: string, delivery: Delivery, signal: AbortSignal): Promise<void>;
  close(): void;
}

export function openMailer(settings: ConsoleSettings["smtp"], origin: string): Mailer {
  const { from } = settings;
  let transport: Promise<Transporter> | undefined;
  return {
    async send(to, { id, occasion }, signal) {
      transport ??= openTransport(settings);
      // With the same id at every try, mailboxes show it once though it should come twice.
      const messageId = `<${id}@${from.split("@", 2)[1] ?? "presage"}>`;
      const headers = { "Auto-Submitted": "auto-generated" };
      const sending = (await transport).sendMail({
        from,
        to,
        messageId,
        headers,
        ...mailOf(occasion, origin),
      });
      await Promise.race([sending, ended(AbortSignal.any([signal, AbortSignal.timeout(3 * PATIENCE)]))]);
    },
    close: () => void transport?.then((open) => open.close()),
  };
}

async function openTransport({
  host = "",
  port,
  security,
  username,
  password,
}: ConsoleSettings["smtp"]): Promise<Transporter> {
  // Only now: most have no mail server.
  const { createTransport } = await import("nodemailer");
  return createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(username !== undefined && { auth: { user: username, pass: password ?? "" } }),
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    dnsTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Rejects when a signal does. */
const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => reject(signal.reason as Error);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
