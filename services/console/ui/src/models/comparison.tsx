import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ModelComparison } from "../../../src/schema/comparison.ts";
import type { ModelClass, ModelName, ModelOverview } from "../../../src/schema/model.ts";
import { percentText, timeText } from "../parts/format.ts";
import { titleOf } from "./api.ts";
import { Alone } from "./alone.tsx";
import { Progress, type Range, useComparison } from "./compare.tsx";
import { Distributions } from "./distributions.tsx";
import { Verdict } from "./verdict.tsx";

/** The challenger of a class, or any other package, beside the champion. */
export function ComparisonSection({
  of,
  packages,
}: {
  of: ModelClass;
  packages: ModelOverview["packages"];
}): JSX.Element {
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [range, setRange] = useState<Range>({});
  const others: ModelName[] = packages.filter(
    ({ digest, registered }) => registered && digest !== of.champion.model.digest,
  );
  const challenger = of.revision === 0 ? undefined : (chosen ?? of.challenger?.model.digest);
  const { answer, problem, again } = useComparison(of.class, challenger, range);
  const comparison = answer?.comparison;

  return (
    <section aria-labelledby="comparison">
      <h2 id="comparison">Challenger against champion</h2>
      {others.length === 0 || of.revision === 0 ? (
        <p class="muted">
          {others.length === 0
            ? "The registry has no other model to compare with."
            : `No model was ever in shadow for ${of.class}. Put one there to have it score the same windows.`}
        </p>
      ) : (
        <form class="filters" onSubmit={(event) => event.preventDefault()}>
          <label>
            Challenger
            <select
              value={challenger ?? ""}
              onChange={(event) => setChosen(event.currentTarget.value || undefined)}
            >
              {of.challenger === undefined && <option value="">None is in shadow</option>}
              {others.map((model) => (
                <option key={model.digest} value={model.digest}>
                  {titleOf(model)}
                  {model.digest === of.challenger?.model.digest ? ", in shadow" : ""}
                </option>
              ))}
            </select>
          </label>
          <Moment name="From" onSet={(from) => setRange({ ...range, from })} />
          <Moment name="To" onSet={(to) => setRange({ ...range, to })} />
          {answer?.computedAt !== undefined && (
            <button type="button" disabled={answer.state !== "done"} onClick={again}>
              Compute again
            </button>
          )}
        </form>
      )}
      {challenger === undefined && others.length > 0 && of.revision > 0 && (
        <p class="muted">
          Put a model into shadow to have it score the same windows, or choose one that was in shadow before.
        </p>
      )}
      {problem && problem.status !== 0 && (
        <p role="alert" class="wrong">
          {problem.message}
        </p>
      )}
      {challenger !== undefined && !problem && <Progress answer={answer} />}
      {comparison && (
        <>
          <p class="muted">
            {extentText(comparison)}
            {answer?.computedAt !== undefined && `, computed ${timeText(answer.computedAt)}`}
          </p>
          <Verdict comparison={comparison} />
          {comparison.windows > 0 && (
            <>
              <Agreement comparison={comparison} />
              <Distributions comparison={comparison} />
              <Alone comparison={comparison} />
            </>
          )}
        </>
      )}
    </section>
  );
}

function Moment({ name, onSet }: { name: string; onSet: (time: number | undefined) => void }): JSX.Element {
  return (
    <label>
      {name}
      <input
        type="datetime-local"
        onChange={(event) => {
          const time = new Date(event.currentTarget.value).getTime();
          onSet(Number.isFinite(time) ? time : undefined);
        }}
      />
    </label>
  );
}

const many = (count: number, noun: string): string =>
  `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

function extentText({ windows, assets, from, to }: ModelComparison): string {
  const when = from === null || to === null ? "" : `, ${timeText(from)} to ${timeText(to)}`;
  return `${many(windows, "window")} of ${many(assets, "asset")}${when}`;
}

/** On how many windows both say the same, each by its own threshold. */
function Agreement({ comparison: { agreement } }: { comparison: ModelComparison }): JSX.Element {
  const { scored, both, championOnly, challengerOnly, neither, share, correlation } = agreement;
  const cells = [
    ["Both count", both],
    ["Champion only", championOnly],
    ["Challenger only", challengerOnly],
    ["Neither", neither],
  ] as const;
  return (
    <>
      <h3>
        Agreement{share === null ? "" : ` on ${percentText(share)} of ${many(scored, "window")}`}
        {correlation === null ? "" : `, correlation ${correlation.toFixed(2)}`}
      </h3>
      <dl class="figures">
        {cells.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count.toLocaleString("en")}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
