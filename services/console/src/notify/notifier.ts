import { setTimeout as delay } from "node:timers/promises";
import type { ConsoleSettings, Logger, Metrics } from "@presage/service";
import type { Database } from "../store/database.ts";
import { waitAfter } from "./backoff.ts";
import { type Mailer, openMailer } from "./mail.ts";
import { addressOf, type Destination } from "./occasion.ts";
import { claim, type Delivery, hurry, postpone, settle, tidy } from "./outbox.ts";
import { destinationId, shownAddress } from "./standing.ts";
import { testDelivery } from "./trial.ts";
import { postWebhook } from "./webhook.ts";

export interface NotifierOptions {
  readonly db: Database;
  readonly settings: Pick<ConsoleSettings, "notify" | "smtp">;
  /** Where people reach the console, for links. */
  readonly origin: string;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, "consoleAttemptedNotifications">;
  /** How often it is looked whether something is due, ms; default 1 s. */
  readonly every?: number;
  /** How long to wait after so many attempts, ms. */
  readonly wait?: (attempts: number) => number;
}

export interface Notifier {
  /** Tells one destination, by its id, that this is a test, now and once; undefined if there is no such destination. */
  test(id: string, by: string): Promise<Trial | undefined>;
  /** What is not delivered by then stays for the next time. */
  close(): Promise<void>;
}

export interface Trial {
  /** Of the destination, without secrets. */
  readonly address: string;
  /** Why it could not be told; undefined if it was. */
  readonly problem: string | undefined;
}

const DAY = 86_400_000;

/**
 * Tells webhooks and mailboxes of predicted failures, each at least once, with the same id at every try. Each destination
 * has a loop of its own, so one that does not answer holds up no other.
 */
export function startNotifier(options: NotifierOptions): Notifier {
  const { db, settings, origin, log, metrics, every = 1_000, wait = randomWait } = options;
  const { notify, smtp } = settings;
  const stop = new AbortController();
  const mailer = notify.some(({ email }) => email !== undefined) ? openMailer(smtp, origin) : undefined;
  const byAddress = new Map(notify.toReversed().map((each) => [addressOf(each), each]));

  const count = (outcome: "delivered" | "postponed" | "lost"): void =>
    metrics.consoleAttemptedNotifications.inc({ outcome });

  /** Waits, and ends at once when the notifier is closed. */
  const pause = (ms: number): Promise<void> =>
    delay(ms, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);

  /** One delivery; answers whether there was one. */
  async function deliverNext(destination: Destination, health: { failing: boolean }): Promise<boolean> {
    const address = addressOf(destination);
    const delivery = await claim(db, address, Date.now());
    if (delivery === undefined) return false;
    try {
      await send(destination, delivery, mailer, stop.signal);
    } catch (error) {
      const why = reasonOf(error);
      const next = Date.now() + (stop.signal.aborted ? 0 : wait(delivery.attempts));
      const isLost = await postpone(db, delivery, why, Date.now(), next);
      const fields = { destination: address, id: delivery.id, attempts: delivery.attempts, why };
      if (isLost) log.error(fields, "somebody could not be told of a predicted failure");
      else if (!stop.signal.aborted)
        log.warn(fields, "somebody could not be told of a predicted failure yet");
      count(isLost ? "lost" : "postponed");
      health.failing = true;
      return true;
    }
    await settle(db, delivery, Date.now());
    count("delivered");
    if (health.failing) await hurry(db, address, Date.now());
    health.failing = false;
    return true;
  }

  async function serve(destination: Destination): Promise<void> {
    const health = { failing: false };
    while (!stop.signal.aborted)
      try {
        if (!(await deliverNext(destination, health))) await pause(every);
      } catch (error) {
        log.error({ error }, "the outbox cannot be used");
        await pause(10 * every);
      }
  }

  async function tidyDaily(): Promise<void> {
    while (!stop.signal.aborted) {
      await tidy(db, notify, Date.now()).catch((error: unknown) =>
        log.error({ error }, "the outbox cannot be used"),
      );
      await pause(DAY);
    }
  }

  const loops = [...[...byAddress.values()].map(serve), tidyDaily()];
  return {
    async test(id, by) {
      const destination = notify.find((each) => destinationId(each) === id);
      if (destination === undefined) return undefined;
      const address = shownAddress(destination);
      const delivery = testDelivery(by, Date.now());
      const problem = await send(destination, delivery, mailer, stop.signal).then(
        () => undefined,
        (error: unknown) => reasonOf(error),
      );
      return { address, problem };
    },
    async close() {
      stop.abort();
      mailer?.close();
      await Promise.all(loops);
    },
  };
}

async function send(
  { url, secret, email }: Destination,
  delivery: Delivery,
  mailer: Mailer | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (url !== undefined) await postWebhook({ url, secret }, delivery, Date.now(), signal);
  else if (email !== undefined) await mailer?.send(email, delivery, signal);
}

const randomWait = (attempts: number): number => waitAfter(attempts, Math.random());

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message || cause.name}` : error.message;
}
