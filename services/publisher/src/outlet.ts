import { hasCode, type TraceContext, type TraceSpan } from "@presage/contracts";
import type { Announcement, MesMessage, Profile } from "@presage/mes";
import type { Publish } from "./publisher.ts";

/** Begins the span of a traced announcement. */
type Begin = (announcement: Announcement, trace: TraceContext) => TraceSpan;

/** Publishes one message; resolves once the broker has acknowledged it. */
type Send = (message: MesMessage) => Promise<void>;

export interface OutletObserver {
  /** The profile's mapping cannot make anything of it: the MES is not told, and the rest goes on. */
  unmapped(announcement: Announcement, error: Error): void;
}

/** Tells the MES in the form of a profile. */
export const profileOutlet =
  (profile: Profile, send: Send, observer: OutletObserver, begin?: Begin): Publish =>
  async (announcements) => {
    const messages = await Promise.all(
      announcements.map(async (announcement) => {
        const { trace } = announcement;
        const span = trace && begin?.(announcement, trace);
        try {
          // Its own context: what the MES does with it follows from the publishing.
          const message = await profile.message(
            span ? { ...announcement, trace: span.context } : announcement,
          );
          return message && { message, span };
        } catch (error) {
          if (!hasCode(error, "MAPPING_FAILED")) throw error;
          span?.end(error);
          observer.unmapped(announcement, error);
          return undefined;
        }
      }),
    );
    // All at once, in order: the connection keeps the order, and one round trip serves the whole poll.
    await Promise.all(
      messages
        .filter((each) => each !== undefined)
        .map(({ message, span }) => send(message).then(() => span?.end())),
    );
  };
