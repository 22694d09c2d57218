import { type Failure, SEVERITIES } from "@presage/contracts";
import type { Selectable } from "kysely";
import { ALARM_STATES, type FailureSummary } from "../schema/failure.ts";
import { stateAt } from "./alarm-state.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

type Row = Selectable<Tables["failure"]> & { path: string; class: string; state: string };

const rows = (db: Database, now: number) =>
  db
    .selectFrom("failure")
    .innerJoin("asset", "asset.id", "failure.asset_id")
    .selectAll("failure")
    .select(["asset.path", "asset.class", stateAt(now).as("state")]);

/** Failures by id, in no order. */
export async function failuresById(
  db: Database,
  ids: readonly string[],
  now: number,
): Promise<FailureSummary[]> {
  if (ids.length === 0) return [];
  return (
    await rows(db, now)
      .where("failure.id", "in", [...ids])
      .execute()
  ).map(summaryOf);
}

/** The last failures of an asset, the latest first. */
export async function failuresOf(db: Database, asset: number, now: number): Promise<FailureSummary[]> {
  const found = await rows(db, now)
    .where("failure.asset_id", "=", asset)
    .orderBy("failure.opened_at", "desc")
    .limit(50)
    .execute();
  return found.map(summaryOf);
}

/** A failure with its last revision; undefined if there is none with this id. */
export async function findFailure(
  db: Database,
  id: string,
  now: number,
): Promise<{ readonly summary: FailureSummary; readonly revision: Failure } | undefined> {
  const row = await rows(db, now).where("failure.id", "=", id).executeTakeFirst();
  return row && { summary: summaryOf(row), revision: JSON.parse(row.value) as Failure };
}

function summaryOf(row: Row): FailureSummary {
  const { risk, trend, basis, zone, remainingLifeHours } = JSON.parse(row.value) as Failure;
  const state = ALARM_STATES.find((each) => each === row.state) ?? "unacknowledged";
  const { closed_at, mode, model, flood, shelved_until, shelved_by, shelved_reason, work_order } = row;
  return {
    id: row.id,
    asset: row.path,
    class: row.class,
    severity: SEVERITIES[row.severity] ?? "low",
    state,
    open: row.open === 1,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    revision: row.revision,
    basis,
    risk,
    trend,
    ...(closed_at !== null && { closedAt: closed_at }),
    ...(remainingLifeHours !== undefined && { remainingLifeHours }),
    ...(mode !== null && { mode: mode as NonNullable<FailureSummary["mode"]> }),
    ...(zone !== undefined && { zone }),
    ...(model !== null && { model }),
    ...(flood !== null && { group: flood }),
    ...(row.acknowledged_by !== null && { acknowledgedBy: row.acknowledged_by }),
    ...(state === "shelved" &&
      shelved_until !== null && {
        shelved: {
          until: shelved_until,
          by: shelved_by ?? "",
          ...(shelved_reason !== null && { reason: shelved_reason }),
        },
      }),
    ...(work_order !== null && { workOrder: work_order, workOrderDone: row.work_order_done === 1 }),
    ...(row.label !== null && { label: row.label as NonNullable<FailureSummary["label"]> }),
  };
}
