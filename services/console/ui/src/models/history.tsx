import type { JSX } from "preact";
import type { ModelAssignment, ModelClass, ModelHistory } from "../../../src/schema/model.ts";
import { timeText } from "../parts/format.ts";
import { Severity } from "../parts/severity.tsx";
import { about, useResource } from "../resource.ts";
import { modelPaths, titleOf } from "./api.ts";

const DEEDS: Readonly<Record<ModelAssignment["action"], (entry: ModelAssignment) => string>> = {
  promote: ({ champion }) => `${titleOf(champion)} was promoted`,
  rollback: ({ champion }) => `Rolled back to ${titleOf(champion)}`,
  shadow: ({ challenger }) => `${challenger ? titleOf(challenger) : "A model"} was put into shadow`,
  withdraw: () => "The challenger was withdrawn",
};

/** What was live for a class, and who said so. */
export function HistorySection({ of }: { of: ModelClass }): JSX.Element {
  const { data, problem } = useResource<ModelHistory>(modelPaths.history(of.class), about("models"));
  return (
    <section aria-labelledby="history">
      <h2 id="history">History of {of.class}</h2>
      {problem && problem.status !== 0 && (
        <p role="alert" class="wrong">
          {problem.message}
        </p>
      )}
      {data && data.items.length === 0 && <p class="muted">Nothing was ever promoted.</p>}
      {data && <Entries items={data.items} />}
    </section>
  );
}

/** What scorers took back by themselves. */
export function TakenBack({ classes }: { classes: readonly ModelClass[] }): JSX.Element | null {
  const some = classes.filter(({ takenBack }) => takenBack.length > 0);
  if (some.length === 0) return null;
  return (
    <section aria-labelledby="taken-back">
      <h2 id="taken-back">Taken back by themselves</h2>
      {some.map(({ class: name, takenBack }) => (
        <div key={name}>
          {classes.length > 1 && <h3>{name}</h3>}
          <Entries items={takenBack} />
        </div>
      ))}
    </section>
  );
}

function Entries({ items }: { items: readonly ModelAssignment[] }): JSX.Element {
  return (
    <ol class="history" reversed>
      {items.map((entry) => (
        <li key={entry.revision}>
          <time class="muted" dateTime={new Date(entry.at).toISOString()}>
            {timeText(entry.at)}
          </time>
          <span>
            {entry.automatic && <Severity level="high" iconOnly />} {DEEDS[entry.action](entry)}{" "}
            <span class="muted">{entry.automatic ? "by itself" : `by ${entry.by}`}</span>
            {entry.comment !== undefined && <q>{entry.comment}</q>}
          </span>
        </li>
      ))}
    </ol>
  );
}
