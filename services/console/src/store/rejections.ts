import type { Message, Rejection } from "@presage/contracts";
import type { Database } from "./database.ts";

/** Keeps messages that could not be used. */
export async function writeRejections(db: Database, messages: readonly Message<Rejection>[]): Promise<void> {
  if (messages.length === 0) return;
  await db
    .insertInto("rejection")
    .values(
      messages.map(({ time, value: { bytes, ...rest } }) => ({
        at: time,
        ...rest,
        bytes: new Uint8Array(Buffer.from(bytes, "base64")),
      })),
    )
    .execute();
}
