import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { RejectionCounts, RejectionPage } from "../../../src/schema/rejection.ts";
import { shortTimeText, timeText } from "../parts/format.ts";
import { now } from "../parts/now.ts";
import { about, useResource } from "../resource.ts";
import { place, replace } from "../router.ts";
import { pipelinePaths } from "./api.ts";
import { sizeText } from "./bytes.ts";
import { RejectionDialog } from "./rejection.tsx";
import { Columns } from "./spark.tsx";

const HOURS = 24;

/** Messages that could not be used: how many, why, and each of them. */
export function RejectionsSection(): JSX.Element {
  const { query } = place.value;
  const [code, topic] = [query.get("code") ?? "", query.get("topic") ?? ""];
  const [opened, setOpened] = useState<number | undefined>(undefined);
  /** Where each page that was turned begins; the first page follows what is new. */
  const [turned, setTurned] = useState<readonly number[]>([]);
  useEffect(() => setTurned([]), [code, topic]);
  const before = turned.at(-1);
  const counts = useResource<RejectionCounts>(pipelinePaths.counts(HOURS), about("pipeline"));
  const page = useResource<RejectionPage>(
    pipelinePaths.rejections({ code, topic, before, limit: 25 }),
    before === undefined ? about("pipeline") : () => false,
  );
  const { data } = page;
  const problem = page.problem ?? counts.problem;

  const filter = (name: string, value: string): void => {
    const next = new URLSearchParams(query);
    if (value === "") next.delete(name);
    else next.set(name, value);
    replace(next.size > 0 ? `?${next.toString()}` : place.value.path);
  };

  return (
    <section aria-labelledby="rejected">
      <h2 id="rejected">Rejected messages</h2>
      {problem && problem.status !== 0 && (
        <p role="alert" class="wrong">
          {problem.message}
        </p>
      )}
      {counts.data && <Codes counts={counts.data} chosen={code} onChoose={(each) => filter("code", each)} />}
      <form class="filters" role="search" aria-label="Rejected messages" onSubmit={(e) => e.preventDefault()}>
        <label>
          Topic
          <input
            type="search"
            value={topic}
            maxLength={300}
            onInput={(event) => filter("topic", event.currentTarget.value)}
          />
        </label>
        {code !== "" && (
          <button type="button" onClick={() => filter("code", "")}>
            All codes
          </button>
        )}
      </form>
      {data && data.items.length === 0 && (
        <p class="muted">{code || topic ? "Nothing with this filter." : "No message was rejected."}</p>
      )}
      {data && data.items.length > 0 && (
        <table class="rejections" aria-busy={page.key === undefined}>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Topic</th>
              <th scope="col">Code</th>
              <th scope="col" class="wide">
                Reason
              </th>
              <th scope="col" class="number">
                Size
              </th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((each) => (
              <tr key={each.id}>
                <td>
                  <time dateTime={new Date(each.at).toISOString()} title={timeText(each.at)}>
                    {shortTimeText(each.at, now.value)}
                  </time>
                </td>
                <td>
                  <button type="button" class="link" onClick={() => setOpened(each.id)}>
                    {each.topic}
                  </button>
                </td>
                <td>{each.code}</td>
                <td class="muted wide">{each.reason}</td>
                <td class="number">{sizeText(each.size)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div class="actions">
        {turned.length > 0 && (
          <button type="button" onClick={() => setTurned(turned.slice(0, -1))}>
            Newer
          </button>
        )}
        {data?.next !== undefined && (
          <button type="button" onClick={() => setTurned([...turned, data.next ?? 0])}>
            Older
          </button>
        )}
      </div>
      {opened !== undefined && (
        <RejectionDialog key={opened} id={opened} onClose={() => setOpened(undefined)} />
      )}
    </section>
  );
}

/** How many of each code; a click shows them alone. */
function Codes({
  counts: { codes },
  chosen,
  onChoose,
}: {
  counts: RejectionCounts;
  chosen: string;
  onChoose: (code: string) => void;
}): JSX.Element {
  if (codes.length === 0) return <p class="muted">None in the last {HOURS} hours.</p>;
  return (
    <table class="codes">
      <thead>
        <tr>
          <th scope="col">Code</th>
          <th scope="col" class="number">
            {HOURS} h
          </th>
          <th scope="col" class="wide">
            Over time
          </th>
          <th scope="col">What to do</th>
        </tr>
      </thead>
      <tbody>
        {codes.map(({ code, total, counts, meaning, remedy }) => (
          <tr key={code}>
            <th scope="row">
              <button
                type="button"
                aria-pressed={code === chosen}
                onClick={() => onChoose(code === chosen ? "" : code)}
              >
                {code}
              </button>
            </th>
            <td class="number">{total.toLocaleString("en")}</td>
            <td class="wide">
              <Columns values={counts} />
            </td>
            <td>
              {meaning} <span class="muted">{remedy}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
