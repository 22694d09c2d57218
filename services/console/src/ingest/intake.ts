import type { Malformed, StoredEntry } from "@presage/stream";
import type { Occasion } from "../notify/occasion.ts";
import { type AssetBook, assetBook, type Configured } from "../store/assets.ts";
import { type Database, storeError } from "../store/database.ts";
import { movePlace, type Place } from "../store/progress.ts";
import { writeRejections } from "../store/rejections.ts";
import type { Tiers } from "../store/tiers.ts";
import { assetsOf, type Batch, decodeBatch } from "./batch.ts";
import { takeFailures, takeFeedback, takeGroups } from "./failures.ts";
import { takeBreaches, takeQualityDays } from "./quality.ts";
import { takeSensors } from "./sensors.ts";
import { takeFeatures, takePredictions } from "./windows.ts";

/** Entries of one partition, and where the store stood before them. */
export interface Portion {
  readonly partition: number;
  readonly place: Place;
  readonly entries: readonly StoredEntry[];
}

/** What came of a flush. */
export interface Taken {
  readonly batch: Batch;
  readonly occasions: readonly Occasion[];
}

export interface Intake {
  /**
   * Takes in portions of different partitions, in one transaction; then their places have moved on. What the store has
   * already is passed over. Throws `BROKER_FENCED` if another process has taken one of the partitions over.
   */
  take(portions: readonly Portion[]): Promise<Taken>;
  /** Forgets, before the next portions, what is remembered of assets: another process may have worked on them. */
  forget(): void;
}

export interface IntakeOptions {
  readonly configured: Configured;
  readonly tiers: Tiers;
  /** Told of what people are to be told of, in the transaction of the failures' revisions. */
  readonly onOccasions?: (db: Database, occasions: readonly Occasion[]) => Promise<void>;
  readonly pass: (malformed: Malformed) => void;
}

export function openIntake(db: Database, { tiers, configured, onOccasions, pass }: IntakeOptions): Intake {
  const book: AssetBook = assetBook(configured);
  // Not at once: what is taken in at this moment has looked its assets up already.
  let stale = false;
  return {
    forget: () => void (stale = true),
    async take(portions) {
      if (stale) book.forget();
      stale = false;
      const entries = portions.flatMap(({ place, entries: polled }) =>
        polled.filter(
          ({ topic, offset, value }) => offset >= (place.get(topic) ?? 0) && value.byteLength > 0,
        ),
      );
      const batch = decodeBatch(entries, pass);
      try {
        const occasions = await db.transaction().execute(async (trx) => {
          await book.known(trx, assetsOf(batch));
          // Before the windows are: those that came before do not count again.
          await takeSensors(trx, book, batch.features, Date.now());
          await takeFeatures(trx, tiers, book, batch.features);
          await takePredictions(trx, tiers, book, batch.predictions);
          const found: Occasion[] = await takeFailures(trx, book, batch.failures);
          await takeGroups(trx, batch.groups);
          await takeFeedback(trx, book, batch.feedback);
          found.push(...(await takeBreaches(trx, book, batch.breaches)));
          await takeQualityDays(trx, book, batch["quality-days"]);
          await writeRejections(trx, batch.rejected);
          if (found.length > 0) await onOccasions?.(trx, found);
          for (const { partition, place, entries: polled } of portions)
            await movePlace(trx, partition, place, afterOf(place, polled));
          return found;
        });
        for (const { place, entries: polled } of portions)
          for (const [topic, next] of afterOf(place, polled)) place.set(topic, next);
        return { batch, occasions };
      } catch (error) {
        // What was remembered of the assets may have been rolled back.
        book.forget();
        throw storeError(error);
      }
    },
  };
}

const afterOf = (place: Place, entries: readonly StoredEntry[]): Place => {
  const after: Place = new Map();
  for (const { topic, offset } of entries)
    after.set(topic, Math.max(after.get(topic) ?? place.get(topic) ?? 0, offset + 1));
  return after;
};
