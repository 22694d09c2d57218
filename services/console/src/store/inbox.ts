import { type FailureGroup, SEVERITIES } from "@presage/contracts";
import { type Expression, type SqlBool, sql } from "kysely";
import { ALARM_STATES, type FailureQuery, type Flood, type Inbox } from "../schema/failure.ts";
import { containing, listed, stateAt } from "./alarm-state.ts";
import type { Database } from "./database.ts";
import { failuresById } from "./failures.ts";

/** What of a failure decides where it stands. */
interface Ranked {
  readonly id: string;
  readonly severity: number;
  readonly state: string;
  readonly flood: string | null;
  readonly path: string;
}

/** A line of the inbox: a failure, or the members of a flood. */
type Line = readonly [Ranked, ...Ranked[]];

/** More failures than anyone looks through; the latest of them. */
const MOST = 20_000;

/** The failures that a query lets through at a time, a page of them. */
export async function readInbox(db: Database, query: FailureQuery, now: number): Promise<Inbox> {
  const { limit = 200, offset = 0, floods = true, group } = query;
  const ranked = await rank(db, query, now);
  const lines = floods && group === undefined ? byFlood(ranked) : ranked.map((each): Line => [each]);
  const page = lines.slice(offset, offset + limit);
  const single = page.filter((line) => line.length === 1).map(([{ id }]) => id);
  const failures = new Map((await failuresById(db, single, now)).map((each) => [each.id, each]));
  const floodIds = page.flatMap(([{ flood }, second]) =>
    second === undefined || flood === null ? [] : [flood],
  );
  const groups = await readFloods(db, floodIds);
  const items = page.map((line) => {
    const [{ id, flood }, second] = line;
    const failure = failures.get(id);
    const of = second === undefined || flood === null ? undefined : groups.get(flood);
    return of === undefined ? { ...(failure && { failure }) } : { flood: floodOf(line, of) };
  });
  return { items, total: lines.length, ...(await overview(db, now)) };
}

async function rank(db: Database, query: FailureQuery, now: number): Promise<Ranked[]> {
  const { site, line, asset, class: assetClass, state, severity, group, q } = query;
  const states = state === undefined ? ALARM_STATES.filter((each) => each !== "closed") : listed(state);
  return db
    .selectFrom("failure")
    .innerJoin("asset", "asset.id", "failure.asset_id")
    .select(["failure.id", "failure.severity", "failure.flood", "asset.path", stateAt(now).as("state")])
    .where((eb) => {
      const all: Expression<SqlBool>[] = [eb(stateAt(now), "in", states)];
      // What is closed is most of all, so it is left out by an index where it is not asked for.
      if (!states.includes("closed")) all.push(eb("failure.open", "=", 1));
      if (site !== undefined) all.push(eb("asset.site", "=", site));
      if (line !== undefined) all.push(eb("asset.line", "=", line));
      if (asset !== undefined) all.push(eb("asset.path", "=", asset));
      if (assetClass !== undefined) all.push(eb("asset.class", "=", assetClass));
      if (group !== undefined) all.push(eb("failure.flood", "=", group));
      if (severity !== undefined)
        all.push(
          eb(
            "failure.severity",
            "in",
            listed(severity).map((name) => SEVERITIES.findIndex((each) => each === name)),
          ),
        );
      if (q !== undefined && q !== "") all.push(sql<SqlBool>`${SAID} like ${containing(q)} escape '\\'`);
      return eb.and(all);
    })
    .orderBy("failure.severity", "desc")
    .orderBy(sql`coalesce(failure.life, 1e9)`)
    .orderBy("failure.opened_at", "desc")
    .orderBy("failure.id")
    .limit(MOST)
    .execute();
}

const SAID = sql`lower(asset.path || ' ' || coalesce(failure.mode, '') || ' ' || coalesce(failure.model, '')
  || ' ' || coalesce(failure.work_order, ''))`;

/** One line for all members of a flood, where the first of them stands. */
function byFlood(ranked: readonly Ranked[]): Line[] {
  const floods = new Map<string, [Ranked, ...Ranked[]]>();
  const lines: Line[] = [];
  for (const each of ranked) {
    const line = each.flood === null ? undefined : floods.get(each.flood);
    if (line !== undefined) {
      line.push(each);
      continue;
    }
    const first: [Ranked, ...Ranked[]] = [each];
    if (each.flood !== null) floods.set(each.flood, first);
    lines.push(first);
  }
  return lines;
}

async function readFloods(db: Database, ids: readonly string[]): Promise<Map<string, FailureGroup>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("flood")
    .select(["id", "value"])
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map(({ id, value }) => [id, JSON.parse(value) as FailureGroup]));
}

const NAMED = 5;

function floodOf(line: Line, { id, line: path, openedAt, updatedAt, action, members }: FailureGroup): Flood {
  const shown = new Set(line.map((member) => member.path));
  return {
    id,
    line: path,
    severity: SEVERITIES[line[0].severity] ?? "low",
    openedAt,
    updatedAt,
    action,
    members: line.length,
    unacknowledged: line.filter(({ state }) => state === "unacknowledged").length,
    assets: members
      .map(({ asset }) => asset)
      .filter((asset) => shown.has(asset))
      .slice(0, NAMED),
  };
}

/** What there is to filter by, whatever the filter. */
async function overview(
  db: Database,
  now: number,
): Promise<Pick<Inbox, "counts" | "sites" | "lines" | "classes">> {
  const found = await db
    .selectFrom("failure")
    .innerJoin("asset", "asset.id", "failure.asset_id")
    .select([stateAt(now).as("state"), "failure.severity", (eb) => eb.fn.countAll<number>().as("count")])
    .groupBy([stateAt(now), "failure.severity"])
    .execute();
  const state: Record<string, number> = {};
  const severity: Record<string, number> = {};
  for (const row of found) {
    const { count } = row;
    state[row.state] = (state[row.state] ?? 0) + count;
    const name = SEVERITIES[row.severity] ?? "low";
    if (row.state !== "closed") severity[name] = (severity[name] ?? 0) + count;
  }
  const places = await db.selectFrom("asset").select(["site", "line"]).distinct().orderBy("line").execute();
  const classes = await db.selectFrom("asset").select("class").distinct().orderBy("class").execute();
  return {
    counts: { state, severity },
    sites: [...new Set(places.map(({ site }) => site))],
    lines: places.map(({ line }) => line),
    classes: classes.map((row) => row.class),
  };
}
