import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { FailureSummary, Inbox } from "../../../src/schema/failure.ts";
import { get } from "../api.ts";
import { useTitle } from "../parts/title.ts";
import { about, useLoaded } from "../resource.ts";
import { place } from "../router.ts";
import { mayAct } from "../session.ts";
import { showKeys } from "../shell/keys-help.tsx";
import { BulkBar } from "./bulk.tsx";
import { filterOf, inboxPath, membersPath } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { expanded, listed, scrolled } from "./place.ts";
import { type Row, rowsOf } from "./rows.ts";
import { InboxTable } from "./table.tsx";
import "./inbox.css";

const PAGE = 200;
const MOST = 1_000;

interface Loaded {
  readonly filter: string;
  readonly inbox: Inbox;
  readonly rows: readonly Row[];
}

/** The inbox and the members of the floods that are open, as one picture of one moment. */
async function load(
  filter: URLSearchParams,
  limit: number,
  open: ReadonlySet<string>,
  abort: AbortSignal,
): Promise<Loaded> {
  const membersOf = async (flood: string): Promise<[string, FailureSummary[]]> => {
    const { items } = await get<Inbox>(membersPath(filter, flood), abort);
    return [flood, items.flatMap(({ failure }) => (failure ? [failure] : []))];
  };
  const [inbox, members] = await Promise.all([
    get<Inbox>(inboxPath(filter, limit), abort),
    Promise.all([...open].map(membersOf)),
  ]);
  return { filter: filter.toString(), inbox, rows: rowsOf(inbox.items, new Map(members)) };
}

const entries = (count: number): string => (count === 1 ? "1 entry" : `${count} entries`);

export function InboxPage(): JSX.Element {
  const filter = filterOf(place.value.query);
  const text = filter.toString();
  const [limit, setLimit] = useState(PAGE);
  const open = expanded.value;
  const { data, problem } = useLoaded(
    JSON.stringify([text, limit, [...open]]),
    (abort) => load(filter, limit, open, abort),
    about("failures"),
  );

  // What was shown before a look at a failure is there at once when one comes back.
  const rows = useMemo(() => {
    if (data) listed.value = data.rows;
    return data?.rows ?? (scrolled.filter === text ? listed.value : []);
  }, [data]);
  const inbox = data?.inbox;
  const total = inbox?.total ?? 0;
  const unseen = inbox?.counts.state["unacknowledged"] ?? 0;
  const heading = useTitle(unseen > 0 ? `Inbox (${unseen})` : "Inbox");

  return (
    <section class="inbox-page">
      <div class="head">
        <h1 ref={heading} tabIndex={-1}>
          Inbox
        </h1>
        <p class="muted">{inbox && entries(total)}</p>
        <button type="button" class="plain keys-button" onClick={showKeys}>
          Keys <kbd>?</kbd>
        </button>
      </div>
      <Filters filter={filter} inbox={inbox} />
      {problem && problem.status !== 0 && (
        <p role="alert" class="wrong">
          {problem.message}
        </p>
      )}
      <InboxTable
        rows={rows}
        filter={filter}
        shown={data?.filter ?? text}
        mayAct={mayAct.value}
        onEnd={() => {
          if (inbox && inbox.items.length < total) setLimit((now) => Math.min(MOST, now + PAGE));
        }}
      />
      {!inbox && !problem && rows.length === 0 && <p class="empty muted">Loading</p>}
      {inbox && rows.length === 0 && (
        <p class="empty">{filter.size > 0 ? "Nothing with this filter." : "No failure is predicted."}</p>
      )}
      {inbox && rows.length > 0 && total > MOST && (
        <p class="empty muted">The first {MOST} are shown. Filter to see others.</p>
      )}
      {mayAct.value && <BulkBar rows={rows} filter={filter} />}
    </section>
  );
}
