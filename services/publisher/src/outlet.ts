import { hasCode } from "@presage/contracts";
import type { Announcement, MesMessage, Profile } from "@presage/mes";
import type { Publish } from "./publisher.ts";

/** Publishes one message; resolves once the broker has acknowledged it. */
type Send = (message: MesMessage) => Promise<void>;

export interface OutletObserver {
  /** The profile's mapping cannot make anything of it: the MES is not told, and the rest goes on. */
  unmapped(announcement: Announcement, error: Error): void;
}

/** Tells the MES in the form of a profile. */
export const profileOutlet =
  (profile: Profile, send: Send, observer: OutletObserver): Publish =>
  async (announcements) => {
    const messages = await Promise.all(
      announcements.map((announcement) =>
        profile.message(announcement).catch((error: unknown) => {
          if (!hasCode(error, "MAPPING_FAILED")) throw error;
          observer.unmapped(announcement, error);
          return undefined;
        }),
      ),
    );
    // All at once, in order: the connection keeps the order, and one round trip serves the whole poll.
    await Promise.all(messages.filter((message) => message !== undefined).map(send));
  };
