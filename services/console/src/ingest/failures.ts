import {
  type Failure,
  type FailureGroup,
  feedback,
  type Feedback,
  isLabel,
  type Message,
  SEVERITIES,
} from "@presage/contracts";
import { audit } from "../people/audit.ts";
import type { FailureOccasion } from "../notify/occasion.ts";
import type { AssetBook } from "../store/assets.ts";
import type { Database } from "../store/database.ts";
import * as journal from "../store/journal.ts";
import { marksOf } from "../store/marks.ts";

const severityOf = ({ severity }: Failure): number => SEVERITIES.indexOf(severity);

/** Takes in revisions of failures, in their order. One that is not newer than what is there changes nothing. */
export async function takeFailures(
  db: Database,
  book: AssetBook,
  messages: readonly Message<Failure>[],
): Promise<FailureOccasion[]> {
  const occasions: FailureOccasion[] = [];
  for (const { key, value } of messages) {
    const asset = book.get(key);
    const before = await db
      .selectFrom("failure")
      .select(["revision", "severity"])
      .where("id", "=", value.id)
      .executeTakeFirst();
    if (before !== undefined && before.revision >= value.revision) continue;
    const { id, revision, state, openedAt, updatedAt, closedAt, model } = value;
    const severity = severityOf(value);
    const row = {
      id,
      asset_id: asset.id,
      revision,
      open: state === "closed" ? 0 : 1,
      severity,
      opened_at: openedAt,
      updated_at: updatedAt,
      closed_at: closedAt ?? null,
      life: value.remainingLifeHours?.p50 ?? null,
      mode: value.modes?.[0]?.mode ?? null,
      model: model === undefined ? null : `${model.name}@${model.version}`,
      flood: value.group ?? null,
      value: JSON.stringify(value),
    };
    await db
      .insertInto("failure")
      .values(row)
      .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
      .execute();

    const kind = kindOf(before?.severity, severity, state);
    if (kind === undefined) continue;
    const at = kind === "opened" ? openedAt : updatedAt;
    const entry = { failure: id, at, kind, severity: value.severity, key: `${id}.${revision}` };
    await journal.write(db, asset.id, entry);
    if (kind === "opened" || kind === "escalated") occasions.push({ kind, asset: key, failure: value });
    // What was said of it may have been read before it, after a rebuild.
    if (before === undefined) await markFailure(db, id);
  }
  return occasions;
}

function kindOf(before: number | undefined, severity: number, state: Failure["state"]): string | undefined {
  if (state === "closed") return "closed";
  if (before === undefined) return "opened";
  if (severity === before) return undefined;
  return severity > before ? "escalated" : "eased";
}

/** Takes in revisions of floods. */
export async function takeGroups(db: Database, messages: readonly Message<FailureGroup>[]): Promise<void> {
  for (const { value } of messages) {
    const row = {
      id: value.id,
      line: value.line,
      open: value.state === "closed" ? 0 : 1,
      opened_at: value.openedAt,
      value: JSON.stringify(value),
    };
    await db
      .insertInto("flood")
      .values(row)
      .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
      .execute();
  }
}

/**
 * Takes in what was said: of the failure that is named, else of the one with the work order, else of the one that is open,
 * and of the asset. What did not come by the console is audited here; the console audits its own.
 */
export async function takeFeedback(
  db: Database,
  book: AssetBook,
  messages: readonly Message<Feedback>[],
): Promise<void> {
  for (const message of messages) {
    const { key, value } = message;
    const { action, at, by, via, mode, until, comment, workOrder } = value;
    const asset = book.get(key);
    const failure =
      value.failure ??
      (isLabel(value) && workOrder !== undefined ? await failureWith(db, asset.id, workOrder) : undefined) ??
      (await openFailure(db, asset.id));
    const isNew = await journal.write(db, asset.id, {
      failure,
      at,
      kind: action,
      by,
      ...(via !== undefined && { via }),
      ...(comment !== undefined && { text: comment }),
      ...(workOrder !== undefined && { workOrder }),
      ...(mode !== undefined && { mode }),
      ...(until !== undefined && { until }),
      key: feedback.id(message),
    });
    if (isNew && via === "mqtt")
      await audit(db, { by, action: `feedback.${action}`, target: key, detail: { ...value } }, at);
    if (action === "out-of-service" || action === "in-service")
      await db
        .updateTable("asset")
        .set({ out_of_service: action === "in-service" ? 0 : 1 })
        .where("id", "=", asset.id)
        .execute();
    if (failure !== undefined) await markFailure(db, failure);
  }
}

/** The latest failure of an asset that a work order was made of. */
async function failureWith(db: Database, asset: number, workOrder: string): Promise<string | undefined> {
  const found = await db
    .selectFrom("failure")
    .select("id")
    .where("asset_id", "=", asset)
    .where("work_order", "=", workOrder)
    .orderBy("opened_at", "desc")
    .executeTakeFirst();
  return found?.id;
}

async function openFailure(db: Database, asset: number): Promise<string | undefined> {
  const found = await db
    .selectFrom("failure")
    .select("id")
    .where("asset_id", "=", asset)
    .where("open", "=", 1)
    .orderBy("opened_at", "desc")
    .executeTakeFirst();
  return found?.id;
}

async function markFailure(db: Database, id: string): Promise<void> {
  const marks = marksOf(await journal.read(db, { failure: id }, 10_000));
  await db.updateTable("failure").set(marks).where("id", "=", id).execute();
}
