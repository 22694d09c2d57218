import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { AuditEntry, AuditPage } from "../../../src/schema/people.ts";
import { Answer } from "../parts/answer.tsx";
import { timeText } from "../parts/format.ts";
import { about, useResource } from "../resource.ts";
import { place, replace } from "../router.ts";
import { settingsPaths } from "./api.ts";
import { deedText, detailOf } from "./deeds.ts";

const PAGE = 50;

/** Who did what, newest first. */
export function Audit(): JSX.Element {
  const q = place.value.query.get("q") ?? "";
  /** Where each page that was turned begins; the first page follows what is new. */
  const [turned, setTurned] = useState<readonly number[]>([]);
  useEffect(() => setTurned([]), [q]);
  const page = useResource<AuditPage>(
    settingsPaths.audit({ q, before: turned.at(-1), limit: PAGE }),
    turned.length === 0 ? about("people") : () => false,
  );

  const search = (text: string): void => {
    const next = new URLSearchParams(place.value.query);
    if (text === "") next.delete("q");
    else next.set("q", text);
    replace(`?${next.toString()}`);
  };

  return (
    <section aria-labelledby="audit">
      <h2 id="audit">Audit</h2>
      <form class="filters" role="search" aria-label="Audit" onSubmit={(event) => event.preventDefault()}>
        <label>
          Who, what, to what, detail
          <input
            type="search"
            value={q}
            maxLength={200}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => search(event.currentTarget.value)}
          />
        </label>
      </form>
      <Answer of={page} what="audit">
        {({ items, next }) => (
          <>
            {items.length === 0 && (
              <p class="muted">{q === "" ? "Nothing was done yet." : "Nothing with this text."}</p>
            )}
            {items.length > 0 && <Entries items={items} />}
            <div class="actions">
              {turned.length > 0 && (
                <button type="button" onClick={() => setTurned(turned.slice(0, -1))}>
                  Newer
                </button>
              )}
              {next !== undefined && (
                <button type="button" onClick={() => setTurned([...turned, next])}>
                  Older
                </button>
              )}
            </div>
          </>
        )}
      </Answer>
    </section>
  );
}

function Entries({ items }: { items: readonly AuditEntry[] }): JSX.Element {
  return (
    <table class="stacked audit">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">To what</th>
          <th scope="col">Detail</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ id, at, by, action, target, detail }) => (
          <tr key={id}>
            <td class="muted">
              <time dateTime={new Date(at).toISOString()}>{timeText(at)}</time>
            </td>
            <td data-label="Who">
              <span>{by}</span>
            </td>
            <td data-label="What">
              <span title={action}>{deedText(action)}</span>
            </td>
            {target === by ? (
              <td />
            ) : (
              <td data-label="To what">
                <span>{target}</span>
              </td>
            )}
            {detail === undefined ? (
              <td />
            ) : (
              <td data-label="Detail">
                <DetailCell of={detail} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DetailCell({ of }: { of: unknown }): JSX.Element {
  const { facts, more } = detailOf(of);
  return (
    <div>
      {facts.map(([name, text], i) => (
        <span key={name} class="fact">
          <span class="muted">{name}</span> {text}
          {i < facts.length - 1 && ", "}
        </span>
      ))}
      {more.map(([name, text]) => (
        <details key={name}>
          <summary>{name}</summary>
          <pre tabIndex={0} role="region" aria-label={name}>
            {text}
          </pre>
        </details>
      ))}
    </div>
  );
}
